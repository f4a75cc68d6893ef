package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Events that arrive in part, or changed on their way: what is in force is a state that the server had, and soon its newest. On a
 * clock that the test turns; {@link NetworkFaultTest} does the same harm to real connections.
 */
class BrokenEventTest {

    @Test
    @Proves("F11")
    void aFlippedBitIsNeverAppliedInPartAndTheServerIsNotStormed() {
        SplittableRandom random = new SplittableRandom(11);
        for (int seed = 0; seed < 1_000; seed++) {
            Case broken = new Case(seed);
            int at = random.nextInt(broken.stream.length);
            broken.stream[at] ^= (byte) (1 << random.nextInt(8));

            broken.sendThenHeal(broken.stream, "seed " + seed + ", byte " + at);
        }
    }

    @Test
    @Proves("F18")
    void aCutAtEveryByteAppliesAllOfAnEventOrNothing() {
        int length = new Case(0).stream.length;
        for (int cut = 0; cut <= length; cut++) {
            Case broken = new Case(cut);

            broken.sendThenHeal(Arrays.copyOf(broken.stream, cut), "cut at " + cut);
        }
    }

    /** A snapshot and a change of two flags that always agree, as a stream. */
    private static final class Case {

        final Following following;
        final World world;
        final StateId first;
        final byte[] stream;

        Case(long seed) {
            following = new Following(seed);
            world = following.world;
            world.set(World.bool("pair-a", true), World.bool("pair-b", true));
            first = world.id();
            String snapshot = event("snapshot", first, world.encodedSnapshot());
            Delta change = world.set(World.bool("pair-a", false), World.bool("pair-b", false));
            stream = ("event: hello\ndata: " + World.hello("s1") + "\n\n" + snapshot
                            + event("delta", world.id(), World.encoded(change)))
                    .getBytes(StandardCharsets.UTF_8);
        }

        void sendThenHeal(byte[] broken, String what) {
            following.healthyServer();
            following.server.onStream(asked -> {
                following.healthyServer();
                asked.accept().raw(broken);
                if (broken.length < stream.length) {
                    asked.end(new IOException("connection reset"));
                }
            });

            following.follower.start();
            following.passInHealth(Duration.ofMinutes(3));

            assertThat(following.states).as(what).isSubsetOf(List.of(first, world.id()));
            assertThat(following.follower.inForce()).as(what).isEqualTo(world.id());
            assertThat(following.status()).as(what).isEqualTo(ClientStatus.READY);
            assertThat(following.isOn("pair-a")).as(what).isFalse();
            assertThat(following.isOn("pair-b")).as(what).isFalse();
            assertThat(following.server.asked).as(what).hasSizeLessThan(30);
        }
    }

    private static String event(String type, StateId id, byte[] data) {
        return "event: " + type + "\nid: " + id.eventId() + "\ndata: " + new String(data, StandardCharsets.UTF_8)
                + "\n\n";
    }
}
