package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RedisClientsTest {
    @Test
    void aCommandHasASecondAndALargeOneMoreButNeverForLong() {
        assertThat(RedisClients.timeout(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RedisClients.timeout(9_999)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RedisClients.timeout(75_000)).isEqualTo(Duration.ofSeconds(8));
        assertThat(RedisClients.timeout(Integer.MAX_VALUE)).isEqualTo(RedisClients.LOAD_TIMEOUT);
    }
}
