package dev.sluice.sdk;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.StateId;
import dev.sluice.engine.geo.MmdbGeoLocator;
import dev.sluice.sdk.internal.http.HttpTransport;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.ThreadLoop;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One environment, followed for all clients of one key in this process. The one place that wires: here, and nowhere
 * else, the system's time, randomness, network and properties come in. Thread-safe.
 */
final class Connection {

    /** Names this process to servers. */
    static final Instance INSTANCE =
            new Instance(() -> UUID.randomUUID().toString(), System::nanoTime, InstantSource.system());

    private static final int LARGEST_ANSWER = 256 << 20;

    /**
     * What a connection is made of; tests give their own.
     *
     * @param loop null makes a thread
     * @param transport null makes an HTTP client
     */
    record Parts(
            @Nullable Loop loop,
            @Nullable Function<Loop, Transport> transport,
            Timing timing,
            RandomGenerator random,
            InstantSource wallClock,
            Properties properties,
            Map<String, String> environment) {

        /** The same, with another way to the server. */
        Parts with(Function<Loop, Transport> other) {
            return new Parts(loop, other, timing, random, wallClock, properties, environment);
        }

        static Parts ofTheSystem() {
            return new Parts(
                    null,
                    null,
                    Timing.STANDARD,
                    new SplittableRandom(),
                    InstantSource.system(),
                    System.getProperties(),
                    System.getenv());
        }
    }

    private final FlagClientOptions options;
    private final Duration closedWithin;
    private final Loop loop;
    private final Transport transport;
    private final Complaints complaints;
    private final Follower follower;
    private final Unanswered unanswered;
    private final Watching watching;
    private final @Nullable Loop reporting;
    private final @Nullable Loop disk;
    private final @Nullable Reporter reporter;
    private final @Nullable DiskCopy copy;
    private final List<Listeners> listeners = new CopyOnWriteArrayList<>();

    private Connection(FlagClientOptions options, Parts parts) {
        this.options = options;
        this.closedWithin = parts.timing().closedWithin();
        this.complaints = new Complaints(System::nanoTime);
        this.loop = parts.loop() != null ? parts.loop() : new ThreadLoop("sluice-client", this::uncaught);
        this.transport = parts.transport() != null
                ? parts.transport().apply(loop)
                : new HttpTransport(options.server(), () -> headers(options), LARGEST_ANSWER, loop);
        Counts counts = options.reports() ? new Counts() : null;
        this.unanswered = new Unanswered(complaints, counts);
        this.watching = new Watching(loop::nanos, unanswered);
        Wiring wiring = new Wiring(
                loop, transport, parts.timing(), parts.random(), parts.wallClock(), complaints, counts, INSTANCE);
        this.reporting = counts == null ? null : loopBeside(parts, "sluice-reports", this::reportingBroke);
        this.reporter = counts == null || reporting == null ? null : new Reporter(wiring, reporting, counts);
        Path folder = options.diskCopy();
        this.disk = folder == null ? null : loopBeside(parts, "sluice-disk", complaints::bug);
        this.copy = folder == null || disk == null
                ? null
                : new DiskCopy(DiskCopy.file(folder, options), disk, parts.wallClock(), complaints);
        Recall recall = new Recall(copy, options.bootstrap(), resources(), complaints, disk == null ? loop : disk);
        Overrides overrides = Overrides.of(parts.properties(), parts.environment(), complaints);
        MmdbGeoLocator locator = locator(options.geo());
        Evaluator evaluator =
                Evaluator.of(locator, buckets -> ThreadLocalRandom.current().nextInt(buckets));
        GeoFetcher geo = new GeoFetcher(wiring, options.geo().fetched(), locator);
        this.follower = new Follower(wiring, evaluator, geo, overrides, recall, new Observer());
    }

    /** Of the application's classes, as far as that is known. */
    private static ClassLoader resources() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Connection.class.getClassLoader() : context;
    }

    private final class Observer implements Follower.Observer {

        @Override
        public void statusChanged(StatusChange change) {
            Complaints.LOG.info("Flag client is {} (was {})", change.after(), change.before());
            listeners.forEach(each -> each.statusChanged(change));
        }

        @Override
        public void liveChanged(@Nullable StateId before, StateId after) {
            listeners.forEach(each -> each.liveChanged(before, after));
        }

        @Override
        public void sessionNamed(String session, long everyMillis) {
            if (reporter != null) {
                reporter.session(session, everyMillis);
            }
        }
    }

    /** Begins to follow. */
    static Connection open(FlagClientOptions options, Parts parts) {
        Connection connection = new Connection(options, parts);
        Complaints.LOG.info(
                "Flag client {} starts: server {}, application {}, instance {}",
                Version.TEXT,
                options.server(),
                options.application(),
                INSTANCE.name());
        connection.follower.start();
        return connection;
    }

    Follower follower() {
        return follower;
    }

    Unanswered unanswered() {
        return unanswered;
    }

    Watching watching() {
        return watching;
    }

    ReportStatus reports() {
        return reporter == null ? ReportStatus.OFF : reporter.status();
    }

    Complaints complaints() {
        return complaints;
    }

    void add(Listeners each) {
        listeners.add(each);
    }

    void remove(Listeners each) {
        listeners.remove(each);
    }

    /** Waits for the first flags, or for the certainty that there will be none soon; never longer than this. */
    void await(Duration longest) {
        try {
            follower.board().settled().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            complaints.warn("No flags from " + options.server() + " after " + longest.toMillis()
                    + " ms; the defaults of the code decide until they come");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            complaints.bug(impossible);
        }
    }

    /** Stops, reports what was counted last, says goodbye, and returns within a second; at once, and without a word, if it is interrupted. */
    void close() {
        CompletableFuture<@Nullable Void> reported =
                reporter == null ? CompletableFuture.completedFuture(null) : reporter.close();
        CompletableFuture<@Nullable Void> kept = copy == null ? CompletableFuture.completedFuture(null) : copy.close();
        try {
            reported.thenCompose(done -> follower.close())
                    .thenCompose(done -> kept)
                    .get(closedWithin.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unsaid) {
            Complaints.LOG.debug("Closed without a goodbye");
        } finally {
            stop(reporting);
            stop(disk);
            loop.execute(this::end);
        }
    }

    /** The last task of the loop: whatever is still under way then, nobody waits for it any more. */
    private void end() {
        follower.end();
        transport.close();
        stop(loop);
    }

    private static void stop(@Nullable Loop ended) {
        if (ended instanceof ThreadLoop thread) {
            thread.close();
        }
    }

    private static Loop loopBeside(Parts parts, String name, Consumer<Throwable> broke) {
        Loop given = parts.loop();
        return given != null ? given : new ThreadLoop(name, broke);
    }

    private void reportingBroke(Throwable thrown) {
        if (reporter == null) {
            complaints.bug(thrown);
        } else {
            reporter.recover(thrown);
        }
    }

    private void uncaught(Throwable thrown) {
        follower.recover(thrown);
    }

    /** A locator that knows no place until a database is loaded. */
    private MmdbGeoLocator locator(GeoOption geo) {
        MmdbGeoLocator locator = new MmdbGeoLocator();
        Path file = geo.path();
        if (file != null) {
            try {
                locator.load(file);
            } catch (IOException | RuntimeException unreadable) {
                complaints.warn("The geographic database " + file + " cannot be read ("
                        + unreadable.getClass().getSimpleName()
                        + "); rules that ask for a country match nobody by address");
            }
        }
        return locator;
    }

    private static Map<String, String> headers(FlagClientOptions options) {
        return Map.of(
                "Authorization",
                "Bearer " + options.sdkKey(),
                "Sluice-Instance",
                INSTANCE.name(),
                "Sluice-Application",
                options.application(),
                "Sluice-Sdk",
                "java/" + Version.TEXT);
    }
}
