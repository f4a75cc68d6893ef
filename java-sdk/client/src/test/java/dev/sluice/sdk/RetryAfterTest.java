package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Something asks for patience, and is believed within reason. */
class RetryAfterTest {

    private static final Map<String, String> IN_TWO_HOURS = Map.of("Retry-After", "7200");

    /** The most that is believed, and a fifth of it. */
    private static final Duration MOST = Duration.ofMinutes(6);

    private final Following following = new Following();
    private final ScriptedServer server = following.server;
    private final World world = following.world;

    @Test
    void aStreamIsTriedAgainAfterMinutesThoughHoursWereAskedFor() {
        following.ready();
        server.onStream(stream -> stream.refuse(503, IN_TWO_HOURS));
        server.stream().end(null);
        following.pass(Duration.ofSeconds(5));
        assertThat(server.streams).hasSize(2);

        following.pass(Duration.ofSeconds(294));
        assertThat(server.streams).hasSize(2);
        following.healthyServer().pass(MOST.minusSeconds(294));

        assertThat(server.streams).hasSize(3);
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void aPollIsTriedAgainAfterMinutesThoughHoursWereAskedFor() {
        world.set(World.bool("new-checkout", true));
        server.onStream(ScriptedServer.Stream::accept); // and holds back every event
        server.onRequest(request -> new ScriptedServer.Answer(503, IN_TWO_HOURS, new byte[0]));
        following.follower.start();
        following.pass(Duration.ofSeconds(6));
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);

        following.pass(MOST);

        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(2);
    }

    @Test
    void aStateIsFetchedAgainAfterMinutesThoughHoursWereAskedFor() {
        following.ready();
        server.onRequest(request -> new ScriptedServer.Answer(503, IN_TWO_HOURS, new byte[0]));
        world.set(World.bool("new-checkout", false));
        following.passInHealth(Duration.ofSeconds(30));
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);

        following.passInHealth(MOST);

        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(2);
    }

    @Test
    void anAcknowledgementIsSentAgainAfterMinutesThoughHoursWereAskedFor() {
        following.healthyServer();
        server.onRequest(request -> new ScriptedServer.Answer(503, IN_TWO_HOURS, new byte[0]));
        world.set(World.bool("new-checkout", true));
        following.follower.start();
        following.passInHealth(Duration.ofSeconds(30));
        assertThat(asked("/sdk/v1/ack")).isEqualTo(1);

        following.passInHealth(MOST);

        assertThat(asked("/sdk/v1/ack")).isEqualTo(2);
    }

    @Test
    void notAllWhoFetchAStateComeBackAtOnce() {
        Set<Duration> waits = new HashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            Following one = new Following(seed).ready();
            List<Duration> fetched = new ArrayList<>();
            one.server.onRequest(request -> {
                fetched.add(one.time.elapsed());
                return new ScriptedServer.Answer(503, Map.of("Retry-After", "10"), new byte[0]);
            });
            one.world.set(World.bool("new-checkout", false));
            one.server.stream().event("heartbeat", one.world.heartbeat());

            one.pass(Duration.ofSeconds(14));

            Duration wait = fetched.get(1).minus(fetched.get(0));
            assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_001));
            waits.add(wait);
        }
        assertThat(waits).hasSizeGreaterThan(15);
    }

    private long asked(String path) {
        return server.asked.stream()
                .filter(request -> request.path().equals(path))
                .count();
    }
}
