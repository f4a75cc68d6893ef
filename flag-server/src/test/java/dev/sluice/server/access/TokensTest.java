package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class TokensTest {

    private final Tokens tokens = new Tokens(new SecureRandom());

    @Test
    void aKeyIsKnownByItsPrefixAndChecksum() {
        String key = tokens.sdkKey();

        assertThat(key).matches("slc_sdk_[0-9A-Za-z]{49}");
        assertThat(Tokens.isSdkKey(key)).isTrue();
    }

    @Test
    void oneWrongLetterIsFoundWithoutALookUp() {
        String key = tokens.sdkKey();
        for (int at = 0; at < key.length(); at++) {
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(Tokens.isSdkKey(key.substring(0, at) + other + key.substring(at + 1)))
                    .as("letter %s", at)
                    .isFalse();
        }
    }

    @Test
    void secretsThatAreTooShortAreRefusedByNameAndNeverRepeated() {
        assertThatThrownBy(() -> AccessConfig.of(
                        "short", null, () -> URI.create("http://x"), new TestClock(), new SecureRandom()))
                .hasMessage("SLUICE_SECRET has 5 characters; expected at least 16");
        String wrong = tokens.sdkKey().substring(0, 50) + "0000000";
        assertThatThrownBy(() -> AccessConfig.requireUsableKey("SLUICE_SDK_KEY", wrong))
                .hasMessageContaining("SLUICE_SDK_KEY")
                .hasMessageNotContaining(wrong);
    }

    @Test
    void aDigestOfOnePurposeIsNoneOfAnother() {
        byte[] secret = "a secret of the tests".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(Digests.of(secret, "keys").of("x"))
                .isNotEqualTo(Digests.of(secret, "links").of("x"));
        assertThat(Digests.of(secret, "keys").of("x"))
                .hasSize(64)
                .isEqualTo(Digests.of(secret, "keys").of("x"));
    }
}
