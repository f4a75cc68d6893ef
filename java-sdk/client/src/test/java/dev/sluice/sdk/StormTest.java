package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.geo.MmdbGeoLocator;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What many clients, or one for a long time, do to a server that cannot serve them. */
class StormTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Test
    @Proves("F10")
    void twoHundredClientsSpreadTheirAttemptsOverFiveMinutesOf503() {
        Crowd crowd = new Crowd(200);
        crowd.server.onStream(stream -> stream.refuse(503, Map.of()));
        crowd.server.onRequest(request -> ScriptedServer.Answer.of(503));

        crowd.start();
        crowd.time.pass(FIVE_MINUTES);

        int[] perSecond = crowd.attemptsPerSecond();
        assertThat(perSecond[0]).isEqualTo(200);
        assertThat(sum(perSecond, 60, 300) / 4.0)
                .as("attempts a minute when settled")
                .isBetween(600.0, 1_400.0);
        for (int second = 20; second < 300; second++) {
            assertThat(perSecond[second])
                    .as("attempts in second %d, of about 15: no wave", second)
                    .isLessThan(40);
        }
        crowd.assertNoAttemptWithin(Duration.ofSeconds(1));
    }

    @Test
    @Proves("F10")
    void retryAfterInSecondsIsHonouredByAllAndTheyDoNotComeBackTogether() {
        Crowd crowd = new Crowd(200);
        crowd.server.onStream(stream -> stream.refuse(503, Map.of("Retry-After", "20")));
        crowd.server.onRequest(request -> new ScriptedServer.Answer(503, Map.of("Retry-After", "20"), new byte[0]));

        crowd.start();
        crowd.time.pass(FIVE_MINUTES);

        crowd.assertNoAttemptWithin(Duration.ofSeconds(20));
        int[] perSecond = crowd.attemptsPerSecond();
        assertThat(sum(perSecond, 1, 20)).isZero();
        assertThat(sum(perSecond, 20, 25)).isEqualTo(200);
        for (int second = 20; second < 25; second++) {
            assertThat(perSecond[second]).as("of 200 in second %d", second).isLessThan(90);
        }
    }

    @Test
    @Proves("F10")
    void retryAfterAsADateIsMeasuredOnTheServersOwnClock() {
        Crowd crowd = new Crowd(1);
        crowd.server.onStream(stream -> stream.refuse(
                429, Map.of("Date", "Sat, 21 Nov 1998 10:00:00 GMT", "Retry-After", "Sat, 21 Nov 1998 10:00:45 GMT")));

        crowd.start();
        crowd.time.pass(Duration.ofSeconds(44));
        assertThat(crowd.server.streams).hasSize(1);
        crowd.time.pass(Duration.ofSeconds(12));

        assertThat(crowd.server.streams).hasSize(2);
    }

    @Test
    @Proves("F19")
    void tenMinutesOfFlappingNeverOpenASecondStreamOrASecondTimer() {
        Following following = new Following().ready();
        SplittableRandom random = new SplittableRandom(19);
        ScriptedServer server = following.server;

        for (int i = 0; i < 6_000; i++) {
            following.pass(Duration.ofMillis(100));
            assertThat(server.openStreams()).hasSizeLessThanOrEqualTo(1);
            assertThat(following.time.timers())
                    .as("the next attempt, or a stream's own three; an acknowledgement's; the status's")
                    .isLessThanOrEqualTo(5);
            if (random.nextInt(5) == 0 && !server.openStreams().isEmpty()) {
                server.stream().end(random.nextBoolean() ? null : new IOException("reset"));
            }
        }

        assertThat(server.streams).as("attempts in 10 minutes").hasSizeLessThan(600);
    }

    private static int sum(int[] perSecond, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += perSecond[i];
        }
        return sum;
    }

    /** Many followers on one clock, before one server, and every attempt that each of them made. */
    private static final class Crowd {

        private final VirtualTime time = new VirtualTime();
        private final ScriptedServer server = new ScriptedServer(time);
        private final List<Follower> followers = new ArrayList<>();
        private final Map<Integer, List<Duration>> attempts = new HashMap<>();

        Crowd(int size) {
            SplittableRandom seeds = new SplittableRandom(10);
            for (int i = 0; i < size; i++) {
                int number = i;
                attempts.put(number, new ArrayList<>());
                Complaints complaints = new Complaints(time::nanos);
                Wiring wiring = new Wiring(
                        time,
                        new Counted(server, () -> attempts.get(number).add(time.elapsed())),
                        Timing.STANDARD,
                        seeds.split(),
                        InstantSource.system(),
                        complaints,
                        null,
                        new Instance(() -> "instance-" + number, time::nanos, InstantSource.system()));
                MmdbGeoLocator locator = new MmdbGeoLocator();
                followers.add(new Follower(
                        wiring,
                        Evaluator.of(locator, buckets -> 0),
                        new GeoFetcher(wiring, false, locator),
                        Overrides.of(new Properties(), Map.of(), complaints),
                        new Recall(null, null, StormTest.class.getClassLoader(), complaints, Runnable::run),
                        new Quiet()));
            }
        }

        void start() {
            followers.forEach(Follower::start);
        }

        int[] attemptsPerSecond() {
            int[] perSecond = new int[(int) time.elapsed().toSeconds() + 1];
            attempts.values().forEach(all -> all.forEach(at -> perSecond[(int) at.toSeconds()]++));
            return perSecond;
        }

        void assertNoAttemptWithin(Duration least) {
            attempts.forEach((client, all) -> {
                for (int i = 1; i < all.size(); i++) {
                    assertThat(all.get(i).minus(all.get(i - 1)))
                            .as("client %d, attempt %d", client, i)
                            .isGreaterThanOrEqualTo(least);
                }
            });
        }
    }

    private record Counted(ScriptedServer server, Runnable attempt) implements dev.sluice.sdk.internal.http.Transport {

        @Override
        public Exchange open(dev.sluice.sdk.internal.http.Request request, Duration headWithin, StreamHandler handler) {
            attempt.run();
            return server.open(request, headWithin, handler);
        }

        @Override
        public Exchange send(dev.sluice.sdk.internal.http.Request request, Duration within, AnswerHandler handler) {
            attempt.run();
            return server.send(request, within, handler);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static final class Quiet implements Follower.Observer {

        @Override
        public void statusChanged(StatusChange change) {}

        @Override
        public void liveChanged(dev.sluice.engine.StateId before, dev.sluice.engine.StateId after) {}

        @Override
        public void sessionNamed(String session, long everyMillis) {}
    }
}
