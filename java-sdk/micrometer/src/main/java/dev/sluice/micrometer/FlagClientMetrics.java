package dev.sluice.micrometer;

import dev.sluice.engine.StateId;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What a flag client knows of itself, as meters. They are read when a registry asks, and cost nothing in between.
 *
 * <ul>
 *   <li>{@code sluice.client.status}: 1 for the status it has, 0 for the others, which the tag {@code status} names
 *   <li>{@code sluice.client.revision}: of the flags in force; NaN while there are none
 *   <li>{@code sluice.client.data.age}: time since the server last confirmed the flags; NaN while there are none
 *   <li>{@code sluice.client.geo.missing}: 1 while rules ask for a geographic database that is not here
 *   <li>{@code sluice.client.evaluations}: how many were counted, up to 10 seconds ago
 *   <li>{@code sluice.client.evaluations.uncounted}: answered, but in no report, since too many different ones were asked for
 *   <li>{@code sluice.client.reports.taken} and {@code .dropped}: windows of counts that a server took, and that were given up
 * </ul>
 *
 * <p>No meter has a flag's key as a tag: what each flag did is in the server's reports. The registry holds the client by a weak
 * reference, as Micrometer does. Immutable and thread-safe.
 */
public final class FlagClientMetrics implements MeterBinder {

    private final FlagClient client;
    private final Tags tags;

    /** Meters without tags of the application's. */
    public FlagClientMetrics(FlagClient client) {
        this(client, Tags.empty());
    }

    /** Meters with these tags besides their own, to tell several clients of a process apart. */
    public FlagClientMetrics(FlagClient client, Iterable<Tag> tags) {
        this.client = client;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ClientStatus status : ClientStatus.values()) {
            Gauge.builder("sluice.client.status", client, flags -> flags.status() == status ? 1 : 0)
                    .description("1 for the status that the flag client has")
                    .tags(tags.and("status", status.name()))
                    .register(registry);
        }
        Gauge.builder("sluice.client.revision", client, FlagClientMetrics::revision)
                .description("Revision of the flags in force")
                .tags(tags)
                .register(registry);
        TimeGauge.builder("sluice.client.data.age", client, TimeUnit.MILLISECONDS, FlagClientMetrics::ageMillis)
                .description("Time since the flag server last confirmed the flags")
                .tags(tags)
                .register(registry);
        Gauge.builder("sluice.client.geo.missing", client, flags -> flags.geoMissing() ? 1 : 0)
                .description("1 while rules ask for a geographic database that is not here")
                .tags(tags)
                .register(registry);
        counter(
                "evaluations",
                "Evaluations that were counted",
                registry,
                flags -> flags.reports().counted());
        counter(
                "evaluations.uncounted",
                "Evaluations that were answered and are in no report",
                registry,
                flags -> flags.reports().uncounted());
        counter(
                "reports.taken",
                "Windows of counts that a flag server took",
                registry,
                flags -> flags.reports().taken());
        counter(
                "reports.dropped",
                "Windows of counts that were given up",
                registry,
                flags -> flags.reports().droppedWindows());
    }

    private void counter(String name, String description, MeterRegistry registry, ToDoubleFunction<FlagClient> count) {
        FunctionCounter.builder("sluice.client." + name, client, count)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static double revision(FlagClient flags) {
        return flags.state().map(StateId::revision).map(Long::doubleValue).orElse(Double.NaN);
    }

    private static double ageMillis(FlagClient flags) {
        return flags.dataAge().map(Duration::toMillis).map(Long::doubleValue).orElse(Double.NaN);
    }
}
