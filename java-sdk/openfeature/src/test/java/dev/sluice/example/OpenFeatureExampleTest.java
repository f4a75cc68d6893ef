package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeFlags;
import dev.sluice.testing.FakeFlagsExtension;
import dev.sluice.testing.WithFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeFlagsExtension.class)
class OpenFeatureExampleTest {

    @Test
    @WithFlag("new-checkout")
    void theExampleRuns(FakeFlags flags) {
        assertThat(OpenFeatureExample.page(flags.uri(), flags.sdkKey())).isEqualTo("the new checkout");
    }
}
