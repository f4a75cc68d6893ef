package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TokensTest {

    private final Tokens tokens = new Tokens(new SecureRandom());

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    @Proves("S01")
    void aKeyIsKnownByItsPrefixAndChecksum(KeyKind kind) {
        String key = tokens.key(kind);

        assertThat(key).matches("slc_" + kind.word() + "_[0-9A-Za-z]{49}");
        assertThat(KeyKind.values()).allMatch(each -> Tokens.isKey(each, key) == (each == kind));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void oneWrongLetterIsFoundWithoutALookUp(KeyKind kind) {
        String key = tokens.key(kind);
        for (int at = 0; at < key.length(); at++) {
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(Tokens.isKey(kind, key.substring(0, at) + other + key.substring(at + 1)))
                    .as("letter %s", at)
                    .isFalse();
        }
    }

    @Test
    void aKeyOfOneKindIsNotTakenForTheOther() {
        String client = tokens.key(KeyKind.CLIENT);

        assertThatThrownBy(() -> AccessConfig.requireUsableKey("SLUICE_SDK_KEY", KeyKind.SDK, client))
                .hasMessageContaining("SLUICE_SDK_KEY")
                .hasMessageContaining("expected slc_sdk_…")
                .hasMessageNotContaining(client);
    }

    @Test
    void secretsThatAreTooShortAreRefusedByNameAndNeverRepeated() {
        assertThatThrownBy(() -> AccessConfig.of(
                        "short", null, () -> URI.create("http://x"), new TestClock(), new SecureRandom()))
                .hasMessage("SLUICE_SECRET has 5 characters; expected at least 16");
        String wrong = tokens.key(KeyKind.SDK).substring(0, 50) + "0000000";
        assertThatThrownBy(() -> AccessConfig.requireUsableKey("SLUICE_SDK_KEY", KeyKind.SDK, wrong))
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
