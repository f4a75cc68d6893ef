package dev.sluice.sdk;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.StateId;
import dev.sluice.engine.geo.MmdbGeoLocator;
import dev.sluice.sdk.internal.disk.CopyFile;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;

/** One follower on a virtual clock before a scripted server, with a journal of what it said. */
final class Following {

    static final String INSTANCE = "11111111-2222-3333-4444-555555555555";
    static final String OTHER_INSTANCE = "66666666-7777-8888-9999-000000000000";

    private static final Instant COPIES_FROM = Instant.parse("2026-03-04T05:06:07Z");

    /** A status that was told, and when. */
    record Told(Duration at, ClientStatus status) {}

    /** A session that was named to the reporter. */
    record Named(String session, long everyMillis) {}

    final VirtualTime time = new VirtualTime();
    final ScriptedServer server = new ScriptedServer(time);
    final World world = new World();
    final List<Told> journal = new ArrayList<>();
    final List<StateId> states = new ArrayList<>();
    final List<Named> named = new ArrayList<>();
    final Complaints complaints = new Complaints(time::nanos);
    final Unanswered unanswered = new Unanswered(complaints, null);
    final DiskCopy copy; // null where none is kept
    final Follower follower;

    /** The first is {@link #INSTANCE}; a process that stood still takes the next. */
    final Deque<String> names = new ArrayDeque<>(List.of(INSTANCE, OTHER_INSTANCE));

    /** Reads of a disk that stands still until the test runs them. */
    final Deque<Runnable> reads = new ArrayDeque<>();

    /** How much longer the wall clock has run than the time that the process saw. */
    Duration stoodStill = Duration.ZERO;

    Following() {
        this(1);
    }

    Following(long seed) {
        this(seed, null, Following.class.getClassLoader(), null);
    }

    /** One with a copy in a folder, which is read when the test says so. */
    Following(Path folder) {
        this(1, null, Following.class.getClassLoader(), folder);
    }

    /** One with a bundled bootstrap, which is read when the test says so. */
    Following(String bootstrap, ClassLoader resources) {
        this(1, bootstrap, resources, null);
    }

    private Following(long seed, String bootstrap, ClassLoader resources, Path folder) {
        Wiring wiring = new Wiring(
                time,
                server,
                Timing.STANDARD,
                new SplittableRandom(seed),
                InstantSource.system(),
                complaints,
                null,
                new Instance(
                        names::remove,
                        time::nanos,
                        () -> Instant.EPOCH.plus(time.elapsed()).plus(stoodStill)));
        MmdbGeoLocator locator = new MmdbGeoLocator();
        SplittableRandom buckets = new SplittableRandom(seed);
        copy = folder == null
                ? null
                : new DiskCopy(new CopyFile(folder, "state"), time, () -> COPIES_FROM.plus(time.elapsed()), complaints);
        follower = new Follower(
                wiring,
                Evaluator.of(locator, buckets::nextInt),
                new GeoFetcher(wiring, true, locator),
                Overrides.of(new Properties(), Map.of(), complaints),
                new Recall(copy, bootstrap, resources, complaints, reads::add),
                new Follower.Observer() {
                    @Override
                    public void statusChanged(StatusChange change) {
                        journal.add(new Told(time.elapsed(), change.after()));
                    }

                    @Override
                    public void liveChanged(StateId before, StateId after) {
                        states.add(after);
                    }

                    @Override
                    public void sessionNamed(String session, long everyMillis) {
                        named.add(new Named(session, everyMillis));
                    }
                });
    }

    /** A server that greets, and resumes or sends everything, as a healthy one does. */
    Following healthyServer() {
        server.onStream(stream -> {
            stream.accept().event("hello", World.hello("s" + server.streams.size()));
            if (world.id().eventId().toString().equals(stream.request.headers().get("Last-Event-ID"))) {
                stream.event("heartbeat", world.heartbeat());
            } else {
                stream.event("snapshot", world.encodedSnapshot());
            }
        });
        server.onRequest(request -> request.path().equals("/sdk/v1/snapshot")
                ? ScriptedServer.Answer.json(world.encodedSnapshot())
                : ScriptedServer.Answer.of(request.body() == null ? 404 : 202));
        return this;
    }

    /** A healthy server with one flag that is on, and a follower that has it. */
    Following ready() {
        world.set(World.bool("new-checkout", true));
        healthyServer();
        follower.start();
        time.pass(Duration.ofMillis(10));
        return this;
    }

    Following pass(Duration duration) {
        time.pass(duration);
        return this;
    }

    /** Heartbeats every 15 seconds for this long. */
    Following passInHealth(Duration duration) {
        long beats = duration.toSeconds() / 15;
        for (long i = 0; i < beats; i++) {
            time.pass(Duration.ofSeconds(15));
            server.openStreams().forEach(stream -> stream.event("heartbeat", world.heartbeat()));
        }
        return this;
    }

    boolean isOn(String flag) {
        return Reads.decide(follower.live(), flag, Context.of("user-1"), unanswered)
                .booleanValue(false);
    }

    ClientStatus status() {
        return follower.board().status();
    }

    List<ClientStatus> statuses() {
        return journal.stream().map(Told::status).toList();
    }

    /** When this status was told last. */
    Duration lastTold(ClientStatus status) {
        return journal.stream()
                .filter(told -> told.status() == status)
                .reduce((first, second) -> second)
                .orElseThrow()
                .at();
    }
}
