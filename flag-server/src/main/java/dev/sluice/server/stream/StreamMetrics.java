package dev.sluice.server.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is counted of the streams; the names are explained in {@code docs/operations.md}. Thread-safe. */
final class StreamMetrics {

    private final Counter opened;
    private final Map<Session.End, Counter> closed;
    private final Map<Admission.Refusal.Reason, Counter> refused;
    private final Counter events;
    private final Counter bytes;
    private final Counter waited;
    private final Counter lateHeartbeats;
    private final Timer fanout;
    private final Timer blocked;
    private final DistributionSummary snapshots;

    StreamMetrics(MeterRegistry registry, Supplier<Number> sessions) {
        Gauge.builder("sluice.stream.sessions", sessions)
                .description("Streams that are open")
                .register(registry);
        opened = counter(registry, "sluice.stream.opened", "Streams that were let in");
        closed = counters(
                Session.End.class,
                end -> Counter.builder("sluice.stream.closed")
                        .description("Streams that ended, by why")
                        .tag("reason", lower(end))
                        .register(registry));
        refused = counters(
                Admission.Refusal.Reason.class,
                reason -> Counter.builder("sluice.stream.refused")
                        .description("Streams that were not let in, by which limit")
                        .tag("limit", lower(reason))
                        .register(registry));
        events = counter(registry, "sluice.stream.events", "Events written to sessions");
        bytes = counter(registry, "sluice.stream.bytes", "Bytes of the events written to sessions");
        waited = counter(
                registry,
                "sluice.stream.waited",
                "Times that a session took no more bytes and was left for one combined event later");
        lateHeartbeats = counter(
                registry, "sluice.stream.heartbeats.late", "Heartbeats written more than a second after their time");
        fanout = timer(
                registry, "sluice.stream.fanout", "From a state in memory to its last write on one event loop", 10);
        blocked = timer(
                registry, "sluice.loop.blocked", "Times that an event loop came to its next turn over 200 ms late", 2);
        snapshots = DistributionSummary.builder("sluice.stream.snapshot.bytes")
                .description("Bytes of whole states, as they went out")
                .register(registry);
    }

    void opened() {
        opened.increment();
    }

    void closed(Session.End end) {
        count(closed, end);
    }

    void refused(Admission.Refusal.Reason reason) {
        count(refused, reason);
    }

    void wrote(int length) {
        events.increment();
        bytes.increment(length);
    }

    void waited() {
        waited.increment();
    }

    void lateHeartbeats(int count) {
        lateHeartbeats.increment(count);
    }

    void fannedOut(long nanos) {
        fanout.record(nanos, TimeUnit.NANOSECONDS);
    }

    void blocked(long nanos) {
        blocked.record(nanos, TimeUnit.NANOSECONDS);
    }

    void snapshot(int length) {
        snapshots.record(length);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description, int longestSeconds) {
        return Timer.builder(name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .maximumExpectedValue(Duration.ofSeconds(longestSeconds))
                .register(registry);
    }

    private static <K extends Enum<K>> Map<K, Counter> counters(Class<K> kinds, Function<K, Counter> make) {
        Map<K, Counter> counters = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counters.put(kind, make.apply(kind));
        }
        return counters;
    }

    private static <K extends Enum<K>> void count(Map<K, Counter> counters, K kind) {
        Counter counter = counters.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
