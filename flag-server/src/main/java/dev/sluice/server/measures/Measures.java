package dev.sluice.server.measures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.fleet.FleetRegistry;
import dev.sluice.server.fleet.Pace;
import dev.sluice.server.json.Fields;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import dev.sluice.server.store.MeasureStore.ChunkId;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.MeasureStore.Uses;
import dev.sluice.server.store.NodeChannel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reports count by, and what the nodes themselves decide. A report is taken once over all nodes and counted where and when it
 * arrived; each node adds up what it took and what it decided, and writes its sums to the store, each under its own name and always
 * whole, every few seconds. Whoever reads adds up the nodes. Thread-safe.
 */
public final class Measures {

    private static final Logger log = LoggerFactory.getLogger(Measures.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FLUSH_MILLIS = 1_000;
    private static final int FLUSHES_UNWATCHED = 5;
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_USED = 50_000;
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(5);
    private static final String WATCH = "watch";

    private final MeasureStore store;
    private final NodeChannel channel;
    private final String node;
    private final InstantSource clock;
    private final Executor encoders;
    private final FleetRegistry fleet;
    private final Pace pace;
    private final Claims claims;
    private final Aggregates aggregates = new Aggregates();
    private final DecidedHere here = new DecidedHere();
    private final LastUses uses;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final AtomicLong taken = new AtomicLong();
    private Future<Void> lastWrite = Future.succeededFuture();
    private int flushes;

    /**
     * Begins to write what it will be given.
     *
     * @param node this node's name
     * @param clock the time that all nodes agree on
     * @param encoders where chunks are encoded; never an event loop
     * @param pace decides how often SDKs report
     */
    public Measures(
            Vertx vertx,
            MeasureStore store,
            NodeChannel channel,
            String node,
            InstantSource clock,
            Executor encoders,
            FleetRegistry fleet,
            Pace pace) {
        this.store = store;
        this.channel = channel;
        this.node = node;
        this.clock = clock;
        this.encoders = encoders;
        this.fleet = fleet;
        this.pace = pace;
        this.claims = new Claims(vertx, store, node, this::count);
        this.uses = new LastUses(store, MOST_USED);
        channel.onMessage((from, message) -> heard(message));
        vertx.setPeriodic(FLUSH_MILLIS, tick -> flushSome());
    }

    /**
     * Takes a report: it counts once, on whichever node and however often it arrives.
     *
     * @return true if it counts, false if it was counted before; fails with {@link ReportRefusedException} if there is no room, and
     *     then nothing of it was taken
     */
    public Future<Boolean> take(EnvironmentId environment, Report report) {
        return CallersContext.of(claims.claim(environment, report, clock.instant()));
    }

    /**
     * Counts one decision that this node made for a caller who reports nothing.
     *
     * @param application what the caller is called, as {@code name/version}
     */
    public void decided(EnvironmentId environment, String application, String flag, Decided decided) {
        here.count(environment, application, flag, decided);
    }

    /**
     * Notes that a flag's decision was handed out to a caller who does not say what it is used for, and when: the flag is in use then, as far
     * as anybody can know, but how often is not counted.
     *
     * @param variation that was given, or null for none
     */
    public void handedOut(EnvironmentId environment, String application, String flag, @Nullable String variation) {
        used(environment, application, flag, variation, minute(clock.instant()));
    }

    private void count(EnvironmentId environment, Report report, Instant at) {
        taken.incrementAndGet();
        fleet.reported(environment, report.instance(), report.droppedWindows());
        add(environment, report, at);
    }

    private void countHere() {
        Instant now = clock.instant();
        here.take()
                .forEach((asker, rows) -> add(
                        asker.environment(),
                        new Report(node, "", 0, 0, 0, rows, List.of(), List.of(), List.of(), asker.application()),
                        now));
    }

    private void add(EnvironmentId environment, Report report, Instant at) {
        aggregates.add(environment, report, at, pace.isWatched(environment));
        long minute = minute(at);
        report.evaluations()
                .forEach(row -> used(
                        environment,
                        report.application(),
                        row.flag(),
                        row.decided().variation(),
                        minute));
        report.declared().forEach(flag -> {
            uses.note(Use.DECLARED, environment, flag, "", minute);
            uses.note(Use.BY_APPLICATION, environment, flag, "/" + report.application(), minute);
        });
    }

    private void used(
            EnvironmentId environment, String application, String flag, @Nullable String variation, long minute) {
        uses.note(Use.EVALUATED, environment, flag, "", minute);
        if (variation != null && Fields.KEY.matcher(variation).matches()) {
            uses.note(Use.SERVED, environment, flag, "/" + variation, minute);
        }
        uses.note(Use.BY_APPLICATION, environment, flag, "/" + application, minute);
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }

    /**
     * Somebody watches an environment: for this time, on all nodes, SDKs report every second and sums are written every second.
     *
     * @param duration at most 5 minutes
     */
    public void watch(EnvironmentId environment, Duration duration) {
        Duration bounded = duration.compareTo(LONGEST_WATCH) > 0 ? LONGEST_WATCH : duration;
        pace.watch(environment, bounded);
        ObjectNode message = JSON.createObjectNode()
                .put("v", 1)
                .put("kind", WATCH)
                .put("project", environment.project())
                .put("environment", environment.environment())
                .put("millis", bounded.toMillis());
        channel.tellAll(message.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void heard(byte[] bytes) {
        try {
            JsonNode message = JSON.readTree(bytes);
            if (message.path("v").asInt() == 1 && message.path("kind").asText().equals(WATCH)) {
                Duration duration = Duration.ofMillis(message.path("millis").asLong());
                pace.watch(
                        new EnvironmentId(
                                message.path("project").asText(),
                                message.path("environment").asText()),
                        duration.compareTo(LONGEST_WATCH) > 0 ? LONGEST_WATCH : duration);
            }
        } catch (IOException | IllegalArgumentException odd) {
            log.debug("a message of another node is not understood", odd);
        }
    }

    /** What was counted of a flag on all nodes, by the start of each window in seconds; windows without counts are left out. */
    public Future<SortedMap<Long, FlagWindow>> read(
            EnvironmentId environment, String flag, Resolution resolution, Instant from, Instant to) {
        List<ChunkId> chunks = new ArrayList<>();
        for (long start = resolution.chunk(from.getEpochSecond());
                start < to.getEpochSecond();
                start += resolution.chunkSeconds()) {
            chunks.add(new ChunkId(environment, flag, resolution.text(), start));
        }
        countHere();
        return CallersContext.of(inTurn(() -> write(aggregates.dirty(new FlagId(environment, flag))))
                .compose(written -> store.read(chunks))
                .map(contents -> {
                    SortedMap<Long, FlagWindow> windows = new TreeMap<>();
                    for (byte[] content : contents) {
                        WindowCodec.unpack(content)
                                .forEach((start, window) -> windows.computeIfAbsent(start, key -> new FlagWindow())
                                        .merge(window));
                    }
                    return windows.subMap(
                            resolution.window(from.getEpochSecond()),
                            Math.max(resolution.window(from.getEpochSecond()), to.getEpochSecond()));
                }));
    }

    /** When each flag was used last. */
    public Future<Uses> lastUsed(EnvironmentId environment, Use use) {
        countHere();
        return CallersContext.of(uses.write().compose(written -> store.used(environment, use)));
    }

    /** Writes what is not written yet. */
    public Future<Void> flush() {
        countHere();
        return inTurn(() -> write(aggregates.dirty())).compose(written -> uses.write());
    }

    private void flushSome() {
        countHere();
        boolean all = ++flushes % FLUSHES_UNWATCHED == 0;
        if (!flushing.compareAndSet(false, true)) {
            return; // the store is slow; what waits is written with the next
        }
        inTurn(() -> {
                    List<Chunk> dirty = new ArrayList<>(aggregates.dirty());
                    if (!all) {
                        dirty.removeIf(chunk -> !pace.isWatched(chunk.flag.environment()));
                    }
                    return write(dirty);
                })
                .compose(written -> all ? uses.write() : Future.succeededFuture())
                .onFailure(storeAway -> log.debug("measures wait for the store", storeAway))
                .onComplete(done -> {
                    aggregates.tidy(clock.instant());
                    uses.tidy(clock.instant());
                    flushing.set(false);
                });
    }

    /** One after the other: an older content must never be put over a newer one. */
    private synchronized Future<Void> inTurn(Supplier<Future<Void>> writing) {
        Future<Void> mine = lastWrite.transform(before -> writing.get());
        lastWrite = mine;
        return mine;
    }

    /** Some at a time, so that the store's line is never full of measures. */
    private Future<Void> write(List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Chunk> some = chunks.subList(0, Math.min(MOST_AT_ONCE, chunks.size()));
        List<Chunk> rest = chunks.subList(some.size(), chunks.size());
        return onEncoder(() -> some.stream().map(aggregates::content).toList())
                .compose(contents ->
                        Future.join(contents.stream().map(this::put).toList()).<Void>mapEmpty())
                .compose(written -> write(rest));
    }

    private Future<Void> put(Chunk.Written written) {
        Chunk chunk = written.chunk();
        Duration ttl = chunk.resolution.kept().plusSeconds(chunk.resolution.chunkSeconds());
        var id = new ChunkId(chunk.flag.environment(), chunk.flag.flag(), chunk.resolution.text(), chunk.start);
        return store.put(id, node + "/" + chunk.part, written.content(), ttl)
                .onSuccess(done -> aggregates.written(written));
    }

    private <T> Future<T> onEncoder(Supplier<T> work) {
        Promise<T> promise = Promise.promise();
        try {
            encoders.execute(() -> {
                try {
                    promise.complete(work.get());
                } catch (RuntimeException e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException stopped) {
            promise.fail(stopped);
        }
        return promise.future();
    }

    /** Lets a registry read what happens here. */
    public void countIn(MeterRegistry registry) {
        FunctionCounter.builder("sluice.reports.taken", taken, AtomicLong::get)
                .description("Usage reports that counted on this node")
                .register(registry);
        FunctionCounter.builder("sluice.reports.dropped.rows", this, Measures::droppedRows)
                .description("Rows of usage reports for which there was no room")
                .register(registry);
        FunctionCounter.builder("sluice.measures.dropped.windows", this, Measures::droppedWindows)
                .description("Windows of measures that could not be written for so long that they were dropped")
                .register(registry);
        Gauge.builder("sluice.reports.waiting.rows", this, Measures::waitingRows)
                .description("Rows of usage reports that wait for Redis")
                .register(registry);
    }

    /** Rows of reports, and decisions of this node itself, for which there was no room. */
    public long droppedRows() {
        return aggregates.droppedRows() + here.dropped();
    }

    /** Windows that could not be written for so long that they were dropped. */
    public long droppedWindows() {
        return aggregates.droppedWindows();
    }

    /** Rows of reports that wait for the store. */
    public int waitingRows() {
        return claims.waitingRows();
    }
}
