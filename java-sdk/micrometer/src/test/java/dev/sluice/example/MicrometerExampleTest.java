package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeFlags;
import dev.sluice.testing.FakeFlagsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeFlagsExtension.class)
class MicrometerExampleTest {

    @Test
    void theExampleRuns(FakeFlags flags) {
        assertThat(MicrometerExample.scrape(flags.uri(), flags.sdkKey())).contains("sluice_client_revision 0.0");
    }
}
