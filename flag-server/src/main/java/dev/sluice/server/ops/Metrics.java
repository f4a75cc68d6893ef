package dev.sluice.server.ops;

import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.Workspace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What is counted and measured of this process. */
public final class Metrics {

    private static final int MOST_COUNTED = 10_000;

    private Metrics() {}

    /** A registry that knows the process and its store. */
    public static PrometheusMeterRegistry of(Workspace workspace, BooleanSupplier copied) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("sluice.store.connected", workspace, w -> w.status().connected() ? 1 : 0)
                .description("1 while the store can be read and written")
                .register(registry);
        for (StoreStatus.State state : StoreStatus.State.values()) {
            Gauge.builder("sluice.store.state", workspace, w -> w.status().state() == state ? 1 : 0)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("1 for the condition that the store is in as this node sees it")
                    .register(registry);
        }
        Gauge.builder("sluice.store.quarantined", workspace, w -> w.quarantine().size())
                .description("Places in the store that this node can't read")
                .register(registry);
        Gauge.builder(
                        "sluice.flags.not.understood",
                        workspace,
                        w -> NotUnderstoodFlags.in(w, MOST_COUNTED).size())
                .description("Flags in force that this node's engine does not understand")
                .register(registry);
        Gauge.builder("sluice.copy.written", copied, c -> c.getAsBoolean() ? 1 : 0)
                .description("1 while the copy on this node's disk can be written")
                .register(registry);
        Gauge.builder("sluice.projects", workspace, w -> w.projects().size())
                .description("Projects this node holds")
                .register(registry);
        return registry;
    }
}
