package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @Test
    void textsAreReadBackTheSame() {
        Epoch epoch = Epoch.parse("1763712000.k3J9");
        StateId state = new StateId(epoch, 41, EnvironmentHash.EMPTY.plus(hash(1)));

        assertThat(epoch).isEqualTo(new Epoch(1_763_712_000L, "k3J9")).hasToString("1763712000.k3J9");
        assertThat(EventId.parse(state.eventId().toString())).isEqualTo(state.eventId());
        assertThat(EventId.parse(state.eventId().toString()).matches(state)).isTrue();
        assertThat(EventId.parse("1763712000.k3J9:41:00000000").matches(state)).isFalse();
        assertThat(EnvironmentHash.parse(state.hash().toString())).isEqualTo(state.hash());
        assertThat(state.hash().hash8()).hasSize(8).isEqualTo(hash(1).toString().substring(0, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.",
                ".a",
                "-1.a",
                "+1.a",
                "01.a",
                "1.a.b",
                "1.a b",
                "1.ä",
                "a.1",
                "1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "9999999999999999999.a"
            })
    void whatIsNoEpochIsRefused(String text) {
        assertThatThrownBy(() -> Epoch.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.a",
                "1.a:1",
                "1.a:1:",
                "1.a:1:1234567",
                "1.a:1:123456789",
                "1.a:1:ABCDEF01",
                "1.a:-1:12345678",
                "1.a:01:12345678",
                "1.a::12345678",
                "1.a:1:12345678:"
            })
    void whatIsNoEventIdIsRefused(String text) {
        assertThatThrownBy(() -> EventId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEnvironmentHashDoesNotDependOnOrderAndTakesBackWhatWasAdded() {
        List<RecordHash> hashes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hashes.add(hash(i));
        }
        EnvironmentHash sum = sum(hashes);
        Collections.shuffle(hashes, new Random(4));
        EnvironmentHash shuffled = sum(hashes);

        assertThat(shuffled).isEqualTo(sum).hasSameHashCodeAs(sum);
        for (RecordHash hash : hashes) {
            shuffled = shuffled.minus(hash);
        }
        assertThat(shuffled).isEqualTo(EnvironmentHash.EMPTY);
        assertThat(EnvironmentHash.EMPTY.minus(hash(1)).plus(hash(1))).isEqualTo(EnvironmentHash.EMPTY);
    }

    @Test
    void generationsGoBeforeNumbers() {
        Revision late = new Revision(new Epoch(1, "a"), 99);
        Revision restored = new Revision(new Epoch(2, "b"), 1);

        assertThat(late).isLessThan(restored).isGreaterThan(new Revision(new Epoch(1, "a"), 98));
    }

    private static EnvironmentHash sum(List<RecordHash> hashes) {
        EnvironmentHash sum = EnvironmentHash.EMPTY;
        for (RecordHash hash : hashes) {
            sum = sum.plus(hash);
        }
        return sum;
    }

    private static RecordHash hash(int i) {
        return RecordHash.of(RecordKind.FLAG, "f", ("{\"i\":" + i + "}").getBytes(UTF_8));
    }
}
