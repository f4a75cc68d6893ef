package dev.sluice.sdk;

import static dev.sluice.sdk.ClientStatus.CLOSED;
import static dev.sluice.sdk.ClientStatus.ERROR;
import static dev.sluice.sdk.ClientStatus.INITIALIZING;
import static dev.sluice.sdk.ClientStatus.READY;
import static dev.sluice.sdk.ClientStatus.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an environment is followed through all that a server and a network may do, on a clock that the test turns. */
class FollowerTest {

    private final Following following = new Following();
    private final ScriptedServer server = following.server;
    private final World world = following.world;

    @Test
    void aSnapshotIsInForceAndAcknowledged() {
        following.ready();

        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.status()).isEqualTo(READY);
        assertThat(following.follower.environment()).isEqualTo(new Environment("demo", "test"));
        assertThat(server.bodies("/sdk/v1/ack"))
                .singleElement()
                .asString()
                .contains("\"session\":\"s1\"", "\"instance\":\"" + Following.INSTANCE + "\"", "\"revision\":1")
                .contains("\"hash\":\"" + world.id().hash() + "\"", "\"heldMillis\":0");
    }

    @Test
    void aDeltaOnMyStateIsInForceAtOnce() {
        following.ready();

        server.stream().event("delta", World.encoded(world.set(World.bool("new-checkout", false))));

        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(server.streams).hasSize(1);
    }

    @Test
    void aMissedDeltaIsNoticedAndAskedForWithinASecond() {
        following.ready();
        world.set(World.bool("new-checkout", false));
        Delta next = world.set(World.bool("banner", true));

        server.stream().event("delta", World.encoded(next));
        following.pass(Duration.ofSeconds(1));

        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);
        assertThat(server.streams).hasSize(1);
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void aHeartbeatOfAnotherStateIsAskedForOnce() {
        following.ready();
        world.set(World.bool("new-checkout", false));

        server.stream().event("heartbeat", world.heartbeat());
        server.stream().event("heartbeat", world.heartbeat());
        server.stream().event("heartbeat", world.heartbeat());
        following.pass(Duration.ofSeconds(1));

        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    void deltasThatComeWhileTheStateIsAskedForFollowIt() {
        following.ready();
        byte[] asOfThree = null;
        List<Delta> later = new ArrayList<>();
        world.set(World.bool("a", true));
        world.set(World.bool("b", true));
        asOfThree = world.encodedSnapshot();
        byte[] answered = asOfThree;
        later.add(world.set(World.bool("c", true)));
        later.add(world.set(World.bool("new-checkout", false)));
        server.onRequest(request -> request.path().equals("/sdk/v1/snapshot")
                ? ScriptedServer.Answer.json(answered)
                : ScriptedServer.Answer.of(202));

        later.forEach(delta -> server.stream().event("delta", World.encoded(delta)));
        following.pass(Duration.ofSeconds(1));

        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.isOn("c")).isTrue();
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);
    }

    @Test
    void aRefetchIsMadeWithinItsTimeAndHoldsLaterDeltas() {
        following.ready();
        world.set(World.bool("a", true));
        byte[] large = world.encodedSnapshot();
        String named = world.heartbeat();
        Delta later = world.set(World.bool("b", true));
        server.onRequest(request -> request.path().equals("/sdk/v1/snapshot")
                ? ScriptedServer.Answer.json(large)
                : ScriptedServer.Answer.of(202));

        server.stream().event("refetch", named.replace("}", ",\"withinMillis\":20000}"));
        server.stream().event("delta", World.encoded(later));
        server.stream().event("heartbeat", world.heartbeat());
        assertThat(following.isOn("b")).isFalse();
        following.pass(Duration.ofSeconds(20));

        assertThat(following.isOn("a")).isTrue();
        assertThat(following.isOn("b")).isTrue();
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(1);
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void aReconnectResumesFromWhatIsHeldAndLosesNothing() {
        following.ready();

        server.stream().end(null);
        world.set(World.bool("new-checkout", false));
        following.pass(Duration.ofSeconds(4));

        assertThat(server.streams).hasSize(2);
        assertThat(server.stream().request.headers().get("Last-Event-ID")).startsWith("100.world:1:");
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.statuses()).containsExactly(READY, STALE, READY);
    }

    @Test
    void readyComesOnlyAfterTheResyncIsApplied() {
        following.ready();
        server.onStream(stream -> stream.accept().event("hello", World.hello("s2")));
        server.stream().end(null);
        world.set(World.bool("new-checkout", false));

        following.pass(Duration.ofSeconds(5));
        assertThat(server.streams).hasSize(2);
        assertThat(following.status()).isEqualTo(STALE);

        server.stream().event("snapshot", world.encodedSnapshot());
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    @Proves("F09")
    void aRefusedKeyKeepsTheFlagsAndIsTriedAgainEveryFewMinutesUntilItIsGood() {
        following.ready();
        server.onStream(stream -> stream.refuse(401, Map.of()));
        server.stream().event("bye", "{\"reason\":\"revoked\",\"reconnectAfterMillis\":0}");

        following.pass(Duration.ofHours(2));

        assertThat(following.status()).isEqualTo(ERROR);
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(server.streams.size() - 1).isBetween(2 * 60 / 5, 2 * 60 * 10 / 25);
        List<ScriptedServer.Stream> attempts = server.streams;
        for (int i = 2; i < attempts.size(); i++) {
            assertThat(attempts.get(i).openedAt.minus(attempts.get(i - 1).openedAt))
                    .isBetween(Duration.ofSeconds(150), Duration.ofSeconds(301));
        }

        world.set(World.bool("new-checkout", false));
        following.healthyServer().passInHealth(Duration.ofSeconds(315));
        assertThat(following.status()).isEqualTo(READY);
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.statuses()).containsExactly(READY, ERROR, READY);
    }

    @Test
    void aRefusedKeyAtTheStartEndsTheWaiting() {
        server.onStream(stream -> stream.refuse(403, Map.of()));

        following.follower.start();

        assertThat(following.follower.board().settled()).isDone();
        assertThat(following.status()).isEqualTo(ERROR);
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    @Proves("F04")
    void aSilentStreamIsDeadAfter45SecondsAndWhatChangedIsSeenWithin60() {
        following.ready();
        following.passInHealth(Duration.ofMinutes(5));
        Duration lastWord = following.time.elapsed();
        world.set(World.bool("new-checkout", false));

        following.pass(Duration.ofSeconds(44));
        assertThat(following.status()).isEqualTo(READY);

        following.pass(Duration.ofSeconds(16));
        assertThat(following.lastTold(STALE).minus(lastWord)).isEqualTo(Duration.ofSeconds(45));
        assertThat(following.status()).isEqualTo(READY);
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    void readyIsNotBelievedForLongerThanSilenceThoughTheLineIsAlive() {
        following.ready();

        for (int i = 0; i < 3; i++) {
            following.pass(Duration.ofSeconds(20));
            server.stream().raw(": the line is alive\n");
        }
        assertThat(server.streams).hasSize(1);
        assertThat(following.status()).isEqualTo(STALE);

        server.stream().event("heartbeat", world.heartbeat());
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void heartbeatsKeepAStreamAliveForHours() {
        following.ready();

        following.passInHealth(Duration.ofHours(6));

        assertThat(server.streams).hasSize(1);
        assertThat(following.statuses()).containsExactly(READY);
    }

    @Test
    void aStreamThatIsHeldBackGivesWayToPollingAndComesBackByItself() {
        world.set(World.bool("new-checkout", true));
        following.healthyServer();
        server.onStream(ScriptedServer.Stream::accept);
        following.follower.start();

        following.pass(Duration.ofSeconds(6));
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.status()).isEqualTo(READY);

        world.set(World.bool("new-checkout", false));
        following.pass(Duration.ofSeconds(16));
        assertThat(following.isOn("new-checkout")).isFalse();

        following.pass(Duration.ofHours(1));
        assertThat(server.streams.size()).isBetween(6, 13);
        assertThat(following.statuses()).containsExactly(READY);

        following.healthyServer().passInHealth(Duration.ofMinutes(11));
        assertThat(server.openStreams()).hasSize(1);
        long polls = asked("/sdk/v1/snapshot");
        following.passInHealth(Duration.ofHours(1));
        assertThat(asked("/sdk/v1/snapshot")).isEqualTo(polls);
    }

    @Test
    void aStreamWhoseHeadersAreHeldBackGivesWayToPollingAndComesBackByItself() {
        world.set(World.bool("new-checkout", true));
        following.healthyServer();
        server.onStream(stream -> {});
        following.follower.start();

        following.pass(Duration.ofSeconds(11));
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.status()).isEqualTo(READY);

        following.pass(Duration.ofHours(1));
        assertThat(server.streams.size()).isBetween(6, 13);
        assertThat(following.statuses()).containsExactly(READY);

        following.healthyServer().passInHealth(Duration.ofMinutes(11));
        assertThat(server.openStreams()).hasSize(1);
    }

    @Test
    void aServerThatStoodStillIsStreamedFromAgainAsSoonAsItMoves() {
        following.ready();
        server.onStream(stream -> {});
        server.onRequest(request -> null);
        server.stream().end(null);
        following.pass(Duration.ofSeconds(20));
        assertThat(following.status()).isEqualTo(STALE);

        following.healthyServer().passInHealth(Duration.ofSeconds(75));

        assertThat(following.status()).isEqualTo(READY);
        assertThat(server.openStreams()).hasSize(1);
    }

    @Test
    void pollsCarryTheTagOfWhatIsHeldAndNotModifiedIsGoodNews() {
        world.set(World.bool("new-checkout", true));
        server.onStream(ScriptedServer.Stream::accept);
        server.onRequest(request -> {
            if ("\"tag-1\"".equals(request.headers().get("If-None-Match"))) {
                return ScriptedServer.Answer.of(304);
            }
            return request.path().equals("/sdk/v1/snapshot")
                    ? new ScriptedServer.Answer(200, Map.of("ETag", "\"tag-1\""), world.encodedSnapshot())
                    : ScriptedServer.Answer.of(202);
        });
        following.follower.start();

        following.pass(Duration.ofSeconds(50));

        assertThat(server.asked.stream()
                        .filter(request -> request.headers().containsKey("If-None-Match"))
                        .count())
                .isEqualTo(2);
        assertThat(following.status()).isEqualTo(READY);
        assertThat(following.follower.board().dataAge()).isLessThan(Duration.ofSeconds(16));
        assertThat(server.bodies("/sdk/v1/ack"))
                .as("one for the state, none for the polls")
                .hasSize(1);
    }

    @Test
    void threeFailuresAreFollowedByAPollAndThatByAStream() {
        following.ready();
        server.onStream(stream -> stream.refuse(502, Map.of()));
        server.stream().end(null);

        following.pass(Duration.ofSeconds(30));

        assertThat(asked("/sdk/v1/snapshot")).isPositive();
        assertThat(following.status()).isEqualTo(READY);

        following.healthyServer().pass(Duration.ofMinutes(3));
        assertThat(server.openStreams()).hasSize(1);
    }

    @Test
    void aServerThatComesBackIsFoundWithinTheLongestBackoff() {
        following.ready();
        server.die();
        following.pass(Duration.ofMinutes(20));
        assertThat(following.status()).isEqualTo(STALE);
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.follower.board().dataAge()).isGreaterThan(Duration.ofMinutes(19));

        world.set(World.bool("new-checkout", false));
        following.healthyServer().pass(Duration.ofSeconds(31));

        assertThat(following.status()).isEqualTo(READY);
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(server.openStreams()).hasSize(1);
    }

    @Test
    void aFarewellIsFollowedWhenItSaysAndTheStatusStaysReady() {
        following.ready();

        server.stream().event("bye", "{\"reason\":\"drain\",\"reconnectAfterMillis\":7000}");
        following.pass(Duration.ofMillis(6900));
        assertThat(server.streams).hasSize(1);
        following.pass(Duration.ofMillis(200));

        assertThat(server.streams).hasSize(2);
        assertThat(server.streams.get(0).isOpen()).isFalse();
        assertThat(following.statuses()).containsExactly(READY);
    }

    @Test
    void aServerThatLeavesBeforeItsTimeMakesTheStatusStaleUntilTheReconnect() {
        following.ready();

        server.stream().event("bye", "{\"reason\":\"drain\",\"reconnectAfterMillis\":7000}");
        server.stream().end(null);
        following.pass(Duration.ofSeconds(1));
        assertThat(following.status()).isEqualTo(STALE);
        following.pass(Duration.ofMillis(6100));

        assertThat(server.streams).hasSize(2);
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void aNodeWithoutItsStoreMakesTheStatusStaleAndFreshMakesItReady() {
        following.ready();

        server.stream().event("stale", "{\"since\":\"2026-11-21T10:00:00Z\"}");
        assertThat(following.status()).isEqualTo(STALE);
        following.pass(Duration.ofSeconds(15));
        server.stream().event("heartbeat", world.heartbeat());
        assertThat(following.status()).isEqualTo(STALE);
        assertThat(following.isOn("new-checkout")).isTrue();

        server.stream().event("fresh", "{}");
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void aNodeThatIsBehindNeverTakesMeBackInTime() {
        following.ready();
        byte[] old = world.encodedSnapshot();
        String oldName = world.heartbeat();
        server.stream().event("delta", World.encoded(world.set(World.bool("new-checkout", false))));
        server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s2"))
                .event("snapshot", old)
                .event("heartbeat", oldName));
        server.stream().end(null);

        following.pass(Duration.ofSeconds(5));
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.status()).isEqualTo(STALE);

        server.stream().event("heartbeat", world.heartbeat());
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    void whatContradictsItselfIsNotAppliedAndTheStreamIsOpenedAgainWithoutHurry() {
        following.ready();
        String delta = new String(World.encoded(world.set(World.bool("new-checkout", false))));
        String damaged = delta.replace("\"hash\":\"" + world.id().hash(), "\"hash\":\"" + "0".repeat(64));
        assertThat(damaged).isNotEqualTo(delta);

        server.stream().event("delta", damaged);
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(server.openStreams()).isEmpty();
        following.pass(Duration.ofMillis(999));
        assertThat(server.streams).hasSize(1);
        following.pass(Duration.ofSeconds(3));

        assertThat(server.streams).hasSize(2);
        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.status()).isEqualTo(READY);
    }

    @Test
    @Proves("F12")
    void aWrongSchemaIsRefusedAndReportedAndNothingElseSuffers() {
        following.ready();
        server.stream().event("delta", World.encoded(world.set(World.bool("other", true))));

        Delta versionAsText = world.setRaw(
                "new-checkout",
                "{\"key\":\"new-checkout\",\"type\":\"boolean\",\"version\":\"seventeen\",\"enabled\":true,"
                        + "\"variations\":{\"on\":true,\"off\":false},\"fallthrough\":{\"variation\":\"off\"}}");
        server.stream().event("delta", World.encoded(versionAsText));
        following.pass(Duration.ofMillis(10));
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.isOn("other")).isTrue();
        assertThat(lastAck()).contains("\"revision\":3", "\"notUnderstood\":[{\"flag\":\"new-checkout\"");

        Delta nullRules = world.setRaw(
                "new-checkout",
                "{\"key\":\"new-checkout\",\"type\":\"boolean\",\"version\":4,\"enabled\":true,"
                        + "\"variations\":{\"on\":true,\"off\":false},\"rules\":null,"
                        + "\"fallthrough\":{\"variation\":7}}");
        server.stream().event("delta", World.encoded(nullRules));
        following.pass(Duration.ofMillis(10));
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(lastAck()).contains("\"revision\":4", "\"notUnderstood\":[{\"flag\":\"new-checkout\"");

        String flagsTrue = new String(World.encoded(world.set(World.bool("other", false))))
                .replaceFirst("\"flags\":\\{.*\\},\"segments\"", "\"flags\":true,\"segments\"");
        server.stream().event("delta", flagsTrue);
        assertThat(server.openStreams()).isEmpty();
        assertThat(following.isOn("other")).isTrue();

        following.pass(Duration.ofSeconds(4));
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.isOn("other")).isFalse();
    }

    @Test
    void aForkIsTakenWholeAndAHumanIsTold() {
        following.ready();
        World other = new World(new dev.sluice.engine.Epoch(100, "elsewhere"));
        other.set(World.bool("new-checkout", false));
        other.set(World.bool("new-checkout", false), World.bool("x", true));
        server.onRequest(request -> request.path().equals("/sdk/v1/snapshot")
                ? ScriptedServer.Answer.json(other.encodedSnapshot())
                : ScriptedServer.Answer.of(202));

        server.stream().event("heartbeat", other.heartbeat());
        following.pass(Duration.ofSeconds(1));

        assertThat(following.follower.inForce()).isEqualTo(other.id());
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    void aForkThatIsLowerIsToldAndNotTaken() {
        following.ready();
        StateId mine = world.id();
        World other = new World(new dev.sluice.engine.Epoch(100, "elsewhere"));
        try (Log log = Log.of("dev.sluice.sdk")) {
            server.stream().event("heartbeat", other.heartbeat());
            following.pass(Duration.ofSeconds(1));

            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR Two histories"));
        }
        assertThat(following.follower.inForce()).isEqualTo(mine);
        assertThat(following.status()).isEqualTo(STALE);
    }

    @Test
    void aHigherGenerationIsTakenThoughItsRevisionIsLower() {
        following.ready();
        server.stream().event("delta", World.encoded(world.set(World.bool("x", true))));
        World restored = new World(new dev.sluice.engine.Epoch(101, "restored"));
        restored.set(World.bool("new-checkout", false));

        server.stream().event("snapshot", restored.encodedSnapshot());

        assertThat(following.follower.inForce()).isEqualTo(restored.id());
        assertThat(following.isOn("new-checkout")).isFalse();
    }

    @Test
    void closingSaysGoodbyeAndNothingHappensAfterIt() {
        following.ready();

        following.follower.close();
        following.pass(Duration.ofSeconds(1));
        long asked = server.asked.size();
        following.pass(Duration.ofHours(1));

        assertThat(server.bodies("/sdk/v1/goodbye"))
                .containsExactly("{\"session\":\"s1\",\"instance\":\"" + Following.INSTANCE + "\"}");
        assertThat(server.openStreams()).isEmpty();
        assertThat(server.asked).hasSize((int) asked);
        assertThat(following.time.timers()).isZero();
        assertThat(following.status()).isEqualTo(CLOSED);
        assertThat(following.isOn("new-checkout")).isTrue();
    }

    @Test
    void nothingIsSaidOfDataThatNeverCame() {
        following.follower.start();
        following.pass(Duration.ofMinutes(10));

        assertThat(following.status()).isEqualTo(INITIALIZING);
        assertThat(following.journal).isEmpty();
        assertThat(following.follower.board().dataAge()).isNull();
    }

    @Test
    void aMistakeOfOursEndsInANewStreamNotInSilence() {
        following.ready();

        following.follower.recover(new IllegalStateException("a bug"));
        assertThat(following.status()).isEqualTo(STALE);
        following.pass(Duration.ofSeconds(4));

        assertThat(following.status()).isEqualTo(READY);
        assertThat(server.openStreams()).hasSize(1);
    }

    private String lastAck() {
        List<String> acks = server.bodies("/sdk/v1/ack");
        return acks.get(acks.size() - 1);
    }

    private long asked(String path) {
        return server.asked.stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @Test
    void aProcessThatIsRestoredFromACheckpointIsAnotherOneToItsServer() throws Exception {
        following.ready();
        assertThat(following.server.bodies("/sdk/v1/ack")).last().asString().contains(Following.INSTANCE);

        following.stoodStill = Duration.ofHours(1);
        following.server.stream().end(new IOException("the socket is from another life"));
        following.pass(Duration.ofSeconds(5));

        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(following.server.bodies("/sdk/v1/ack")).last().asString().contains(Following.OTHER_INSTANCE);
        following.follower.close();
        assertThat(following.server.bodies("/sdk/v1/goodbye"))
                .singleElement()
                .asString()
                .contains(Following.OTHER_INSTANCE);
    }

    @Test
    void aLostStreamAloneIsNoReasonForAnotherName() throws Exception {
        following.ready();

        for (int i = 0; i < 5; i++) {
            following.server.stream().end(new IOException("connection reset"));
            following.passInHealth(Duration.ofMinutes(10));
        }

        assertThat(following.server.bodies("/sdk/v1/ack")).allMatch(ack -> ack.contains(Following.INSTANCE));
    }
}
