package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeFlags;
import dev.sluice.testing.FakeFlagsExtension;
import dev.sluice.testing.WithFlag;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(FakeFlagsExtension.class)
class OpenTelemetryExampleTest {

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    @Test
    @WithFlag("new-checkout")
    void theExampleRuns(FakeFlags flags) {
        assertThat(OpenTelemetryExample.page(TELEMETRY.getOpenTelemetry(), flags.uri(), flags.sdkKey()))
                .isEqualTo("the new checkout");
        assertThat(TELEMETRY.getLogRecords()).hasSize(1);
    }
}
