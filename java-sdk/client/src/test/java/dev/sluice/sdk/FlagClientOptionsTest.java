package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagClientOptionsTest {

    private static final URI SERVER = URI.create("http://localhost:7770");

    @Test
    void anAddressThatIsNoServersIsRefusedWithWhatIsExpected() {
        for (String wrong : List.of(
                "localhost:7770",
                "ftp://localhost",
                "/flags",
                "http:///x",
                "http://localhost/?a=b",
                "http://localhost#x")) {
            assertThatThrownBy(() -> FlagClientOptions.builder(URI.create(wrong), "key"))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must have none|expected http"
                            .split("\\|")[wrong.contains("localhost/") || wrong.contains("#") ? 0 : 1]);
        }
    }

    @Test
    void aSecretInTheAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> FlagClientOptions.builder(URI.create("http://user:hunter2@localhost"), "key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyThatIsNoneIsRefusedAndNotRepeated() {
        for (String wrong : List.of("", "slc sdk", "slc_sdk_secret\n", "schlüssel")) {
            assertThatThrownBy(() -> FlagClientOptions.builder(SERVER, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.length() + " characters")
                    .satisfies(thrown -> assertThat(
                                    wrong.isEmpty() || !thrown.getMessage().contains(wrong))
                            .isTrue());
        }
    }

    @Test
    void theKeyIsNeverShown() {
        assertThat(FlagClientOptions.builder(SERVER, "slc_sdk_secret")
                        .application("shop", "7")
                        .build()
                        .toString())
                .doesNotContain("secret")
                .contains("shop/7", "localhost:7770");
    }

    @Test
    void timesAndNamesOutOfRangeAreRefused() {
        FlagClientOptions.Builder builder = FlagClientOptions.builder(SERVER, "key");

        assertThatThrownBy(() -> builder.startTimeout(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> builder.startTimeout(Duration.ofDays(1))).hasMessageContaining("PT24H");
        assertThatThrownBy(() -> builder.application("a/b", "1")).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> builder.application("shop", "1\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.application(" ", "1")).isInstanceOf(IllegalArgumentException.class);
    }
}
