package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.model.Flag;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When and what a client acknowledges, on a clock that the test turns. */
class AcknowledgementTest {

    private static final Duration SPREAD = Duration.ofSeconds(5);
    private static final String HELLO =
            World.hello("s1").replace("\"ackSpreadMillis\":0", "\"ackSpreadMillis\":" + SPREAD.toMillis());

    @Test
    void acknowledgementsOfManyAreSpreadOverTheServersTimeAndSayHowLongTheyWereHeld() {
        List<Duration> delays = new ArrayList<>();
        for (long seed = 0; seed < 400; seed++) {
            Following following = spreading(seed);
            Duration inForce = following.time.elapsed();

            following.pass(SPREAD);

            ScriptedServer.Posted ack = acks(following).get(0);
            Duration delay = ack.at().minus(Duration.ofSeconds(1)).minus(inForce);
            delays.add(delay);
            assertThat(ack.body()).as("seed %d", seed).contains("\"heldMillis\":" + delay.toMillis());
        }

        for (int quarter = 0; quarter < 4; quarter++) {
            Duration from = SPREAD.dividedBy(4).multipliedBy(quarter);
            assertThat(delays)
                    .filteredOn(
                            delay -> delay.compareTo(from) >= 0 && delay.compareTo(from.plus(SPREAD.dividedBy(4))) < 0)
                    .as("of 400 in quarter %d", quarter)
                    .hasSizeBetween(70, 130);
        }
    }

    @Test
    void anUrgentChangeIsAcknowledgedAtOnce() {
        Following following = spreading(3);
        following.pass(SPREAD);
        int before = acks(following).size();

        following.server.stream().event("delta", World.encoded(following.world.setUrgently(World.bool("a", false))));

        assertThat(acks(following)).hasSize(before + 1);
        assertThat(last(following)).contains("\"revision\":2", "\"heldMillis\":0");
    }

    @Test
    void theNewestReplacesOneThatWaits() {
        Following following = spreading(4);
        following.pass(SPREAD);
        int before = acks(following).size();

        for (int i = 0; i < 20; i++) {
            following.server.stream().event("delta", World.encoded(following.world.set(World.bool("a", i % 2 == 0))));
        }
        following.pass(SPREAD);

        assertThat(acks(following)).hasSize(before + 1);
        assertThat(last(following)).contains("\"revision\":21");
    }

    @Test
    void aResumedSessionIsAcknowledgedThoughNothingChanged() {
        Following following = new Following().ready();
        following.server.stream().end(null);

        following.pass(Duration.ofSeconds(4));

        assertThat(acks(following)).hasSize(2);
        assertThat(last(following)).contains("\"session\":\"s2\"", "\"revision\":1");
    }

    @Test
    void oneThatDidNotArriveIsSentAgainWithTheTimeItWasHeld() {
        Following following = new Following();
        following.world.set(World.bool("a", true));
        following.healthyServer();
        following.server.onRequest(request -> null);
        following.follower.start();
        following.pass(Duration.ofSeconds(10));
        int tried = acks(following).size();
        assertThat(tried).isBetween(2, 12);

        following.server.onRequest(request -> new ScriptedServer.Answer(204, Map.of(), new byte[0]));
        following.pass(Duration.ofSeconds(30));

        assertThat(acks(following)).hasSize(tried + 1);
        assertThat(last(following)).contains("\"revision\":1").doesNotContain("\"heldMillis\":0,");
    }

    @Test
    void oneThatWasRefusedForGoodIsNotRepeated() {
        Following following = new Following();
        following.world.set(World.bool("a", true));
        following.healthyServer();
        following.server.onRequest(request -> ScriptedServer.Answer.of(400));

        following.follower.start();
        following.passInHealth(Duration.ofMinutes(1));

        assertThat(acks(following)).hasSize(1);
    }

    @Test
    void anHourWithoutChangesNeedsNoFurtherAcknowledgement() {
        Following following = new Following().ready();

        following.passInHealth(Duration.ofHours(1));

        assertThat(acks(following)).hasSize(1);
    }

    @Test
    void ofManyFlagsThatAreNotUnderstoodAHundredAreNamedAndTheRestIsCounted() {
        Following following = new Following();
        for (int i = 0; i < 150; i++) {
            following.world.setRaw(
                    "f" + i,
                    "{\"key\":\"f" + i + "\",\"type\":\"boolean\",\"version\":1,\"enabled\":true,"
                            + "\"variations\":{\"on\":true,\"off\":false},\"offVariation\":\"off\","
                            + "\"fallthrough\":{\"bandit\":{\"arms\":[\"on\",\"off\"]}}}");
        }
        following.healthyServer();
        following.follower.start();
        following.pass(Duration.ofMillis(10));
        assertThat(last(following).split("\"flag\":", -1)).hasSize(101);
        assertThat(last(following)).contains("\"notUnderstoodMore\":50");

        Flag[] understood =
                IntStream.range(0, 50).mapToObj(i -> World.bool("f" + i, true)).toArray(Flag[]::new);
        following.server.stream().event("delta", World.encoded(following.world.set(understood)));
        following.pass(Duration.ofMillis(10));

        assertThat(last(following).split("\"flag\":", -1)).hasSize(101);
        assertThat(last(following)).doesNotContain("notUnderstoodMore");
    }

    private static Following spreading(long seed) {
        Following following = new Following(seed);
        following.world.set(World.bool("a", true));
        following.healthyServer();
        following.server.onStream(
                stream -> stream.accept().event("hello", HELLO).event("snapshot", following.world.encodedSnapshot()));
        following.follower.start();
        return following;
    }

    private static List<ScriptedServer.Posted> acks(Following following) {
        return following.server.posted.stream()
                .filter(posted -> posted.path().equals("/sdk/v1/ack"))
                .toList();
    }

    private static String last(Following following) {
        List<ScriptedServer.Posted> acks = acks(following);
        return acks.get(acks.size() - 1).body();
    }
}
