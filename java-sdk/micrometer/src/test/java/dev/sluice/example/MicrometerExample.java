package dev.sluice.example;

import dev.sluice.engine.Context;
import dev.sluice.micrometer.FlagClientMetrics;
import dev.sluice.sdk.FlagClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;

/** The program of {@code docs/java-integrations.md}, compiled and run with every build so that the page stays true. */
final class MicrometerExample {

    private MicrometerExample() {}

    public static void main(String[] args) {
        System.out.println(scrape(URI.create("http://localhost:7770"), System.getenv("SLUICE_SDK_KEY")));
    }

    static String scrape(URI server, String sdkKey) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (FlagClient flags = FlagClient.connect(server, sdkKey)) {
            new FlagClientMetrics(flags).bindTo(registry);
            flags.isOn("new-checkout", Context.of("user-42"));
            return registry.scrape();
        }
    }
}
