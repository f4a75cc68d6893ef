package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {

    private static RedisAddress parsed(String url) {
        return RedisAddress.parse(url, Duration.ofSeconds(1));
    }

    @Test
    void oneRedisHasAHostAPortAndADatabase() {
        RedisAddress address = parsed("redis://ada:secret@store:6400/3");

        RedisURI uri = address.node("store", 6400);
        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.STANDALONE);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.isSsl()).isFalse();
        assertThat(address).hasToString("store:6400");
    }

    @Test
    void sentinelsAreAListWithTheNameOfTheMaster() {
        RedisAddress address = parsed("redis-sentinel://:secret@a:1,b,[::1]:3/2#flags");

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SENTINEL);
        assertThat(address.masterName()).isEqualTo("flags");
        assertThat(address.sentinels()).extracting(RedisURI::getPort).containsExactly(1, 26379, 3);
        assertThat(address.node("m", 7).getDatabase()).isEqualTo(2);
        assertThat(address).hasToString("a:1,b:26379,[::1]:3 (Sentinel, master flags)");
    }

    @Test
    void theMasterIsCalledMymasterUnlessTheUrlSaysOtherwise() {
        assertThat(parsed("redis-sentinel://a").masterName()).isEqualTo("mymaster");
    }

    @Test
    void aClusterIsAListOfSomeOfItsNodes() {
        RedisAddress address = parsed("redis-cluster://secret@a:1,b:2,c");

        assertThat(address.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
        assertThat(address.seeds()).extracting(RedisURI::getPort).containsExactly(1, 2, 6379);
    }

    @Test
    void withTlsEveryNodeIsReachedByTlsAndItsNameIsChecked() {
        RedisURI node = parsed("rediss-cluster://a:1,b:2").node("c", 3);

        assertThat(node.isSsl()).isTrue();
        assertThat(node.isVerifyPeer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "store:6379",
                "redis://",
                "redis://a:1,b:2",
                "redis-cluster://a:1/4",
                "redis-sentinel://a:1#",
                "redis://:pass word@a:99999999"
            })
    void whatIsNoSuchUrlIsRefusedWithoutBeingQuoted(String url) {
        assertThatThrownBy(() -> parsed(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SLUICE_REDIS_URL: ")
                .hasMessageNotContaining("pass word")
                .hasNoCause();
    }

    @Test
    void noPasswordStandsInItsText() {
        assertThat(parsed("redis-sentinel://:secret@a,b#c").toString()).doesNotContain("secret");
    }
}
