package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WaitPolicyTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3"})
    void aMajorityIsMoreThanHalf(int copies, int needed) {
        assertThat(WaitPolicy.MAJORITY.needed(copies)).isEqualTo(needed);
    }

    @Test
    void allAreAllAndANumberIsThatNumber() {
        assertThat(new WaitPolicy("all").needed(5)).isEqualTo(5);
        assertThat(new WaitPolicy("2").needed(5)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "most", "100", "1.5"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> new WaitPolicy(text))
                .hasMessage("SLUICE_REDIS_WAIT: \"" + text
                        + "\" is not allowed; expected majority, all, or a number of copies from 1 to 99");
    }
}
