package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LastingPortTest {

    private static final int MANY = 300;

    @Test
    void noPortIsGivenOutTwiceBeforeItIsReleased() throws Exception {
        Set<Integer> given = new HashSet<>();
        try {
            for (int i = 0; i < MANY; i++) {
                given.add(LastingPort.find());
            }
            assertThat(given).hasSize(MANY);
        } finally {
            given.forEach(LastingPort::release);
        }
    }
}
