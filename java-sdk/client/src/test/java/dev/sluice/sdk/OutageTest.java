package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Delta;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that are gone for long, frozen, or lose something on the way, and clocks that are wrong; on a clock that the test turns. */
class OutageTest {

    private final Following following = new Following();
    private final ScriptedServer server = following.server;
    private final World world = following.world;

    @Test
    @Proves("F03")
    void aDayWithoutTheServerIsDecidedByWhatWasKnownLast() {
        following.ready();
        server.die();

        for (int hour = 1; hour <= 24; hour++) {
            following.pass(Duration.ofHours(1));
            assertThat(following.isOn("new-checkout")).as("hour %d", hour).isTrue();
            assertThat(following.status()).isEqualTo(ClientStatus.STALE);
            assertThat(following.follower.board().dataAge()).isGreaterThanOrEqualTo(Duration.ofHours(hour));
        }
        assertThat(following.time.timers()).as("nothing piles up").isLessThan(5);

        world.set(World.bool("new-checkout", false));
        following.healthyServer();
        following.passInHealth(Duration.ofMinutes(2));
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    @Proves("F05")
    void aServerThatIsFrozenFor90SecondsIsNoticedIn45AndFollowedAgainSoonAfter() {
        following.ready();
        Duration frozen = following.time.elapsed();
        server.onStream(stream -> {}); // the kernel takes the connection, nobody answers
        server.onRequest(request -> ScriptedServer.Answer.LOST);
        world.set(World.bool("new-checkout", false));

        following.pass(Duration.ofSeconds(90));
        assertThat(following.lastTold(ClientStatus.STALE).minus(frozen)).isLessThanOrEqualTo(Duration.ofSeconds(45));
        assertThat(following.isOn("new-checkout")).isTrue();

        following.healthyServer();
        following.passInHealth(Duration.ofSeconds(60));
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    @Proves("F16")
    void aMissedDeltaIsAskedForWithinASecondAndNothingIsAppliedMeanwhile() {
        following.ready();
        Delta lost = world.set(World.bool("new-checkout", false));
        Delta next = world.set(World.bool("other", true));
        assertThat(next.base()).isEqualTo(lost.target());
        int asked = server.asked.size();

        server.stream().event("delta", World.encoded(next));
        assertThat(following.follower.inForce()).as("of the wrong base").isEqualTo(lost.base());

        following.pass(Duration.ofSeconds(1));
        assertThat(server.asked.subList(asked, server.asked.size()))
                .anyMatch(request -> request.path().equals("/sdk/v1/snapshot"));
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.isOn("other")).isTrue();
    }

    @Test
    @Proves("F16")
    void aDeltaMissedInSilenceIsFoundByTheNextHeartbeat() {
        following.ready();
        world.set(World.bool("new-checkout", false));

        server.stream().event("heartbeat", world.heartbeat());
        following.pass(Duration.ofSeconds(1));

        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    @Proves("F23")
    void aWallClockThatJumpsChangesNoDecisionNoStatusAndNoTimer() {
        following.ready();
        int streams = server.streams.size();
        for (long hours : new long[] {1, -1, 24 * 365, -24 * 365}) {
            following.stoodStill = Duration.ofHours(hours);

            following.passInHealth(Duration.ofMinutes(5));

            assertThat(following.isOn("new-checkout")).isTrue();
            assertThat(following.status()).isEqualTo(ClientStatus.READY);
            assertThat(following.follower.board().dataAge()).isLessThan(Duration.ofSeconds(46));
        }
        assertThat(server.streams).hasSize(streams);
        assertThat(following.statuses()).containsExactly(ClientStatus.READY);
    }
}
