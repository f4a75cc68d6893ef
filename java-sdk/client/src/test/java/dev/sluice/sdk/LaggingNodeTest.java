package dev.sluice.sdk;

import static dev.sluice.sdk.ClientStatus.READY;
import static dev.sluice.sdk.ClientStatus.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Delta;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked for beside the stream is answered by another node, which is behind the one that streams. */
class LaggingNodeTest {

    private final Following following = new Following();
    private final ScriptedServer server = following.server;
    private final World world = following.world;
    private byte[] there;

    @BeforeEach
    void anotherNodeStays() {
        following.ready();
        there = world.encodedSnapshot();
        server.onRequest(request -> request.path().equals("/sdk/v1/snapshot")
                ? ScriptedServer.Answer.json(there)
                : ScriptedServer.Answer.of(202));
    }

    @Test
    void whatAHeartbeatToldOfIsWaitedForHoweverOftenAnOlderStateComes() {
        world.set(World.bool("new-checkout", false));

        server.stream().event("heartbeat", world.heartbeat());
        following.pass(Duration.ofSeconds(2));
        assertThat(fetched()).isPositive();
        assertThat(following.status()).isEqualTo(STALE);
        assertThat(following.isOn("new-checkout")).isTrue();

        there = world.encodedSnapshot();
        following.pass(Duration.ofSeconds(5));
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.statuses()).containsExactly(READY, STALE, READY);
        assertThat(server.streams).hasSize(1);
    }

    @Test
    void whatIsNewerIsTakenAndTheRestWaitedFor() {
        world.set(World.bool("a", true));
        there = world.encodedSnapshot();
        world.set(World.bool("b", true));

        server.stream().event("heartbeat", world.heartbeat());
        following.pass(Duration.ofMillis(600));

        assertThat(following.isOn("a")).isTrue();
        assertThat(following.isOn("b")).isFalse();
        following.pass(Duration.ofSeconds(1));
        assertThat(following.status()).isEqualTo(STALE);
    }

    @Test
    void deltasAreHeldUntilAStateComesThatTheyFollow() {
        world.set(World.bool("missed", true));
        byte[] caughtUp = world.encodedSnapshot();
        Delta next = world.set(World.bool("new-checkout", false));

        server.stream().event("delta", World.encoded(next));
        following.pass(Duration.ofSeconds(1));
        assertThat(following.isOn("new-checkout")).isTrue();

        there = caughtUp;
        following.pass(Duration.ofSeconds(5));
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.isOn("missed")).isTrue();
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void aNodeThatStaysBehindIsAskedWithPatienceAndThenTheStreamIsGivenUp() {
        world.set(World.bool("missed", true));
        Delta next = world.set(World.bool("new-checkout", false));
        ScriptedServer.Stream stream = server.stream();
        server.onStream(ScriptedServer.Stream::accept);

        stream.event("delta", World.encoded(next));
        following.pass(Duration.ofSeconds(4));
        assertThat(fetched()).isBetween(2L, 4L);
        assertThat(stream.isOpen()).isTrue();

        following.pass(Duration.ofMinutes(2));
        assertThat(stream.isOpen()).isFalse();
    }

    private long fetched() {
        return server.asked.stream()
                .filter(request -> request.path().equals("/sdk/v1/snapshot"))
                .count();
    }
}
