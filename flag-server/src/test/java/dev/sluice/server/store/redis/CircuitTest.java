package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CircuitTest {

    private static final long SECOND = 1_000_000_000;

    private long now;
    private final Circuit circuit = new Circuit(() -> now, new SplittableRandom(7));

    @Test
    void fourFailuresInARowChangeNothing() {
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.failed()).isFalse();
        }

        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.open()).isFalse();
    }

    @Test
    void theFifthOpensItAndSaysSoOnce() {
        failures(4);

        assertThat(circuit.failed()).isTrue();
        assertThat(circuit.failed()).isFalse();
        assertThat(circuit.allows()).isFalse();
    }

    @Test
    void anAnswerInBetweenBeginsTheCountAnew() {
        failures(4);
        circuit.succeeded();
        failures(4);

        assertThat(circuit.allows()).isTrue();
    }

    @Test
    void whenItIsOpenOneTriesWithinASecondAndTheOthersWait() {
        failures(5);
        now += SECOND;

        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.allows()).isFalse();
    }

    @Test
    void theOneThatTriesClosesItByAnAnswer() {
        failures(5);
        now += SECOND;
        circuit.allows();
        circuit.succeeded();

        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.allows()).isTrue();
    }

    @Test
    void aTryThatIsNeverReportedDoesNotKeepOthersBackForEver() {
        failures(5);
        now += SECOND;
        circuit.allows();
        now += 2 * SECOND;

        assertThat(circuit.allows()).isTrue();
    }

    @Test
    void manyOpenCircuitsDoNotTryTogether() {
        var random = new SplittableRandom(11);
        long[] first = new long[100];
        for (int i = 0; i < first.length; i++) {
            now = 0;
            var one = new Circuit(() -> now, random.split());
            for (int f = 0; f < 5; f++) {
                one.failed();
            }
            while (!one.allows()) {
                now += SECOND / 100;
            }
            first[i] = now;
        }

        assertThat(java.util.Arrays.stream(first).distinct().count()).isGreaterThan(30);
    }

    private void failures(int count) {
        for (int i = 0; i < count; i++) {
            circuit.failed();
        }
    }
}
