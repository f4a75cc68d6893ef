package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The status never lies, whatever happens: a random server does what servers do, and at each tenth of a second what the
 * client says is held against what an onlooker knows.
 */
class TruthfulStatusTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofSeconds(1);

    @Test
    @Proves("F20")
    void readyIsSaidOnlyInTouchAndStaleWithinASecondOfLosingTouch() {
        for (long seed = 0; seed < 60; seed++) {
            new Onlooker(seed).watchFor(Duration.ofMinutes(20));
        }
    }

    /** Knows of every stream what it last said, and when it was lost. */
    private static final class Onlooker {

        private final long seed;
        private final SplittableRandom random;
        private final Following following;
        private final ScriptedServer server;
        private final World world;
        private Duration lastWord = Duration.ZERO;
        private Duration inTouchUntil = Duration.ZERO;
        private Duration lastBeat = Duration.ZERO;
        private boolean mute;
        private boolean nodeStale;
        private boolean heldBack;
        private StateId lastTold;

        Onlooker(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.following = new Following(seed);
            this.server = following.server;
            this.world = following.world;
            world.set(World.bool("new-checkout", true));
        }

        void watchFor(Duration howLong) {
            server.onStream(this::accept);
            server.onRequest(request -> {
                if (request.path().equals("/sdk/v1/snapshot") && random.nextInt(3) > 0) {
                    heard();
                    return ScriptedServer.Answer.json(world.encodedSnapshot());
                }
                return request.body() == null ? ScriptedServer.Answer.of(502) : ScriptedServer.Answer.of(202);
            });
            following.follower.start();
            while (following.time.elapsed().compareTo(howLong) < 0) {
                following.pass(TICK);
                somethingHappens();
                check();
            }
        }

        private void accept(ScriptedServer.Stream stream) {
            mute = false;
            nodeStale = false;
            switch (random.nextInt(6)) {
                case 0 -> stream.refuse(502, Map.of());
                case 1 -> stream.end(new IOException("reset"));
                case 2 -> {
                    heldBack = true;
                    stream.accept();
                }
                default -> {
                    heldBack = false;
                    stream.accept().event("hello", World.hello("s" + server.streams.size()));
                    if (random.nextBoolean()) {
                        stream.event("snapshot", world.encodedSnapshot());
                        heard();
                    } else {
                        heardSomething(); // the state comes with the next beat
                    }
                }
            }
        }

        private void somethingHappens() {
            if (server.openStreams().isEmpty() || heldBack) {
                return;
            }
            ScriptedServer.Stream stream = server.stream();
            if (mute) {
                return;
            }
            if (following.time.elapsed().minus(lastBeat).compareTo(Duration.ofSeconds(15)) >= 0) {
                lastBeat = following.time.elapsed();
                stream.event("heartbeat", world.heartbeat());
                heard();
            }
            switch (random.nextInt(600)) {
                case 0 -> stream.end(null);
                case 1 -> stream.end(new IOException("reset"));
                case 2 -> mute = true;
                case 3 -> {
                    stream.event("stale", "{}");
                    nodeStale = true;
                    heardSomething();
                }
                case 4 -> {
                    stream.event("fresh", "{}");
                    nodeStale = false;
                    heardSomething();
                }
                case 5, 6, 7, 8 -> {
                    Delta delta = world.set(World.bool("new-checkout", random.nextBoolean()));
                    stream.event("delta", World.encoded(delta));
                    heard();
                }
                case 9 -> {
                    world.set(World.bool("new-checkout", random.nextBoolean())); // and the delta is lost
                }
                case 10 -> {
                    stream.event(
                            "bye", "{\"reason\":\"drain\",\"reconnectAfterMillis\":" + random.nextInt(9_000) + "}");
                    heardSomething();
                    if (random.nextBoolean()) {
                        stream.end(null);
                    }
                }
                default -> {
                    // a quiet tenth of a second
                }
            }
        }

        private void heard() {
            lastTold = world.id();
            heardSomething();
        }

        private void heardSomething() {
            lastWord = following.time.elapsed();
        }

        private void check() {
            Duration now = following.time.elapsed();
            boolean open = !server.openStreams().isEmpty();
            boolean silent = now.minus(lastWord).compareTo(Duration.ofSeconds(45)) > 0;
            boolean byStream = open && !heldBack && !nodeStale;
            boolean byPoll = (!open || heldBack) && polling();
            if (!silent && (byStream || byPoll)) {
                inTouchUntil = now;
            }
            if (following.status() == ClientStatus.READY) {
                assertThat(now.minus(inTouchUntil))
                        .as("seed %d at %s: READY though out of touch", seed, now)
                        .isLessThanOrEqualTo(WITHIN);
                assertThat(following.follower.board().dataAge()).isNotNull();
                if (now.minus(lastWord).compareTo(WITHIN) > 0 && lastTold != null) {
                    assertThat(following.follower.inForce())
                            .as("seed %d at %s: READY without what was told last", seed, now)
                            .isEqualTo(lastTold);
                }
            }
        }

        private boolean polling() {
            return server.asked.stream()
                    .skip(Math.max(0, server.asked.size() - 6))
                    .anyMatch(request -> request.path().equals("/sdk/v1/snapshot"));
        }
    }
}
