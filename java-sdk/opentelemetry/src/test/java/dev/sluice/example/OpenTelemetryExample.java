package dev.sluice.example;

import dev.sluice.engine.Context;
import dev.sluice.opentelemetry.FlagEvents;
import dev.sluice.sdk.FlagClient;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;

/** The program of {@code docs/java-integrations.md}, compiled and run with every build so that the page stays true. */
final class OpenTelemetryExample {

    private OpenTelemetryExample() {}

    public static void main(String[] args) {
        System.out.println(
                page(GlobalOpenTelemetry.get(), URI.create("http://localhost:7770"), System.getenv("SLUICE_SDK_KEY")));
    }

    static String page(OpenTelemetry telemetry, URI server, String sdkKey) {
        FlagEvents events = FlagEvents.asLogs(telemetry);
        try (FlagClient flags = FlagClient.connect(server, sdkKey)) {
            boolean on =
                    events.decide(flags, "new-checkout", Context.of("user-42")).booleanValue(false);
            return on ? "the new checkout" : "the old checkout";
        }
    }
}
