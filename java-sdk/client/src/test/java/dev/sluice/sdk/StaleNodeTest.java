package dev.sluice.sdk;

import static dev.sluice.sdk.ClientStatus.READY;
import static dev.sluice.sdk.ClientStatus.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client before a node that is cut off from its store: one that has to poll, and one that comes back with a stream. */
class StaleNodeTest {

    private static final Duration A_POLL = Duration.ofSeconds(16);
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final String STALE_FOR_TWO_HOURS =
            "{\"since\":\"2026-11-21T10:00:00Z\",\"forMillis\":" + TWO_HOURS.toMillis() + "}";

    private final Following following = new Following();
    private final World world = following.world;
    private final Map<String, String> headers = new HashMap<>();

    @Test
    void notModifiedFromANodeWithoutItsStoreIsNoConfirmation() {
        polling();
        assertThat(following.status()).isEqualTo(READY);

        headers.put("Sluice-Stale", "2026-11-21T10:00:00Z");
        following.pass(A_POLL);
        assertThat(following.status()).isEqualTo(STALE);
        assertThat(age()).isGreaterThan(Duration.ofSeconds(14));
        long polls = polls();
        following.pass(Duration.ofMinutes(5));
        assertThat(following.status()).isEqualTo(STALE);
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(polls()).isGreaterThan(polls + 15);

        headers.clear();
        following.pass(A_POLL);
        assertThat(following.statuses()).containsExactly(READY, STALE, READY);
    }

    @Test
    void whatANodeWithoutItsStoreHasIsTakenAllTheSame() {
        polling();
        headers.put("Sluice-Stale", "2026-11-21T10:00:00Z");
        world.set(World.bool("new-checkout", false));

        following.pass(A_POLL);

        assertThat(following.isOn("new-checkout")).isFalse();
        assertThat(following.follower.inForce()).isEqualTo(world.id());
        assertThat(following.statuses()).containsExactly(READY, STALE);
    }

    @Test
    void whoBeginsAtANodeWithoutItsStoreDecidesByWhatItHasAndIsStaleForAsLong() {
        headers.put("Sluice-Stale", "2026-11-21T10:00:00Z");
        headers.put("Sluice-Stale-For-Millis", Long.toString(TWO_HOURS.toMillis()));

        polling();

        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.statuses()).containsExactly(STALE);
        assertThat(following.follower.board().settled()).isDone();
        assertThat(age()).isBetween(TWO_HOURS, TWO_HOURS.plusSeconds(6));
    }

    @Test
    void ofANodeThatDoesNotSayForHowLongNobodyKnowsTheAge() {
        headers.put("Sluice-Stale", "2026-11-21T10:00:00Z");

        polling();

        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.statuses()).containsExactly(STALE);
        assertThat(age()).isNull();
    }

    @Test
    void whatAStreamWithoutItsStoreBeginsWithIsAsOldAsThatAndGrowsOlder() {
        world.set(bounded("minute", 60), bounded("day", 86_400));
        following.server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s1"))
                .event("stale", STALE_FOR_TWO_HOURS)
                .event("snapshot", world.encodedSnapshot()));

        following.follower.start();
        assertThat(age()).isEqualTo(TWO_HOURS);
        assertThat(following.statuses()).containsExactly(STALE);
        assertThat(following.isOn("day")).isTrue();
        assertThat(following.isOn("minute"))
                .as("nobody has known it for two hours")
                .isFalse();

        following.passInHealth(Duration.ofHours(1));
        assertThat(age()).isEqualTo(TWO_HOURS.plusHours(1));
        following.server.stream().event("fresh", "{}");
        assertThat(following.isOn("minute")).isTrue();
        assertThat(age()).isZero();
    }

    @Test
    void whatAStreamWithoutItsStoreBeginsWithGoesOnDiskWithItsAge(@TempDir Path folder) {
        Following kept = new Following(folder);
        kept.world.set(World.bool("new-checkout", true));
        kept.server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s1"))
                .event("stale", STALE_FOR_TWO_HOURS)
                .event("snapshot", kept.world.encodedSnapshot()));
        kept.follower.start();
        kept.reads.remove().run();
        kept.pass(DiskCopy.WRITTEN_WITHIN);

        Recalled found = kept.copy.read();

        assertThat(found.state().id()).isEqualTo(kept.world.id());
        assertThat(found.age()).isEqualTo(TWO_HOURS.plus(DiskCopy.WRITTEN_WITHIN));
    }

    @Test
    void whoResumesAStreamAtANodeWithoutItsStoreIsNotReadyForAMoment() {
        following.ready();
        following.server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s2"))
                .event("stale", STALE_FOR_TWO_HOURS)
                .event("heartbeat", world.heartbeat()));

        following.server.stream().end(null);
        following.pass(Duration.ofSeconds(20));

        assertThat(following.server.openStreams()).hasSize(1);
        assertThat(following.statuses()).containsExactly(READY, STALE);
        assertThat(age()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aNodeThatFindsItsStoreAndIsBehindDoesNotMakeMeReady() {
        following.ready();
        String old = world.heartbeat();
        following.server.stream().event("delta", World.encoded(world.set(World.bool("new-checkout", false))));
        following.server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s2"))
                .event("heartbeat", old)
                .event("stale", STALE_FOR_TWO_HOURS)
                .event("fresh", "{}"));

        following.server.stream().end(null);
        following.pass(Duration.ofSeconds(20));
        assertThat(following.server.openStreams()).hasSize(1);
        assertThat(following.statuses()).containsExactly(READY, STALE);

        following.server.stream().event("heartbeat", world.heartbeat());
        assertThat(following.statuses()).containsExactly(READY, STALE, READY);
    }

    @Test
    void aNodeThatFindsItsStoreBeforeItHasSaidAStateDoesNotMakeMeReady() {
        world.set(World.bool("new-checkout", true));
        following.server.onStream(stream -> stream.accept()
                .event("hello", World.hello("s1"))
                .event("stale", STALE_FOR_TWO_HOURS)
                .event("fresh", "{}"));

        following.follower.start();
        assertThat(following.statuses()).isEmpty();

        following.server.stream().event("snapshot", world.encodedSnapshot());
        assertThat(following.statuses()).containsExactly(READY);
    }

    /** A flag that is on, and served as the code's default once nobody has known it for so long. */
    private static Flag bounded(String key, long seconds) {
        return World.bool(key, true).with(new WhenUnknown(WhenUnknown.Use.LAST_KNOWN, seconds));
    }

    private Duration age() {
        return following.follower.board().dataAge();
    }

    private void polling() {
        world.set(World.bool("new-checkout", true));
        following.server.onStream(ScriptedServer.Stream::accept); // and holds back every event
        following.server.onRequest(request -> {
            String tag = "\"" + world.id().eventId() + "\"";
            if (!request.path().equals("/sdk/v1/snapshot")) {
                return ScriptedServer.Answer.of(202);
            }
            return tag.equals(request.headers().get("If-None-Match"))
                    ? new ScriptedServer.Answer(304, Map.copyOf(headers), new byte[0])
                    : new ScriptedServer.Answer(200, Map.copyOf(headers), world.encodedSnapshot());
        });
        following.follower.start();
        following.pass(Duration.ofSeconds(6));
    }

    private long polls() {
        return following.server.asked.stream()
                .filter(request -> request.path().equals("/sdk/v1/snapshot"))
                .count();
    }
}
