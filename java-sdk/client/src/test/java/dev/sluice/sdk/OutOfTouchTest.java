package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Reason;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.engine.model.WhenUnknown.Use;
import dev.sluice.sdk.support.World;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flags that say what is served of them while nobody knows whether what is held is the newest, by virtual time. */
class OutOfTouchTest {

    private final Following following = new Following();

    @Test
    void aFlagThatSaysNothingDecidesForEver() {
        loseAfterReady(flag("plain", null));

        following.pass(Duration.ofDays(30));

        assertThat(value("plain")).isEqualTo("on");
    }

    @Test
    void theDefaultOfTheCodeOrTheOffVariationIsServedAtOnceAndTheFlagComesBackWithTheServer() {
        loseAfterReady(
                flag("by-code", new WhenUnknown(Use.DEFAULT, null)),
                flag("closed", new WhenUnknown(Use.FAIL_CLOSED, null)),
                flag("plain", null));

        assertThat(following.status()).isEqualTo(ClientStatus.STALE);
        assertThat(value("by-code")).isEqualTo("code");
        assertThat(value("closed")).isEqualTo("off");
        assertThat(decide("closed").reason()).isEqualTo(Reason.DISABLED);
        assertThat(value("plain")).isEqualTo("on");

        following.healthyServer();
        following.pass(Duration.ofMinutes(5));

        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(value("by-code")).isEqualTo("on");
        assertThat(value("closed")).isEqualTo("on");
    }

    @Test
    void theLastKnownFormDecidesUntilItsAgeIsReached() {
        loseAfterReady(
                flag("hour", new WhenUnknown(Use.LAST_KNOWN, 3_600L)),
                flag("minute", new WhenUnknown(Use.FAIL_CLOSED, 60L)),
                flag("ever", new WhenUnknown(Use.LAST_KNOWN, null)));

        following.pass(Duration.ofSeconds(50));
        assertThat(value("minute")).isEqualTo("on");
        following.pass(Duration.ofSeconds(11));
        assertThat(value("minute")).isEqualTo("off");
        assertThat(value("hour")).isEqualTo("on");

        following.pass(Duration.ofMinutes(58));
        assertThat(value("hour")).isEqualTo("on");
        following.pass(Duration.ofMinutes(2));
        assertThat(value("hour")).isEqualTo("code");
        assertThat(value("ever")).isEqualTo("on");
    }

    @Test
    void aMoveToAnotherNodeIsNoLossOfTouch() {
        following.world.set(flag("closed", new WhenUnknown(Use.FAIL_CLOSED, null)));
        following.healthyServer();
        following.follower.start();
        following.pass(Duration.ofMillis(10));
        int states = following.states.size();

        following.server.stream().event("bye", "{\"reason\":\"drain\",\"reconnectAfterMillis\":500}");
        following.pass(Duration.ofSeconds(2));

        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(following.statuses()).containsExactly(ClientStatus.READY);
        assertThat(following.states).hasSize(states);
        assertThat(value("closed")).isEqualTo("on");
    }

    @Test
    void whatAnotherFlagNeedsIsGoneForThatOneToo() {
        Flag needy = Flag.of(
                core("needy"),
                List.of(new Prerequisite("closed", List.of("on"))),
                List.of(),
                List.of(),
                new Fixed("on"),
                null);
        loseAfterReady(flag("closed", new WhenUnknown(Use.FAIL_CLOSED, null)), needy);

        assertThat(value("needy")).isEqualTo("off");
        assertThat(decide("needy").reason()).isEqualTo(Reason.PREREQUISITE_FAILED);
    }

    @Test
    void flagsOfABootstrapAreOlderThanAnyAge() {
        World bundled = new World();
        bundled.set(flag("closed", new WhenUnknown(Use.FAIL_CLOSED, WhenUnknown.LONGEST_SECONDS)));
        bundled.set(flag("plain", null));
        Following started = new Following("flags.json", bundle(bundled));

        started.follower.start();
        started.reads.remove().run();
        started.pass(Duration.ofSeconds(1));

        assertThat(started.follower.source()).isEqualTo(FlagSource.BOOTSTRAP);
        assertThat(value(started, "closed")).isEqualTo("off");
        assertThat(value(started, "plain")).isEqualTo("on");
    }

    @Test
    void aChangeThatComesOverAFreshStreamDecidesBeforeAnythingIsLeftOut() {
        loseAfterReady(flag("closed", new WhenUnknown(Use.FAIL_CLOSED, null)));
        assertThat(value("closed")).isEqualTo("off");

        following.world.set(World.bool("other", true));
        following.healthyServer();
        following.pass(Duration.ofMinutes(5));

        assertThat(following.follower.inForce()).isEqualTo(following.world.id());
        assertThat(value("closed")).isEqualTo("on");
    }

    /** A client that is ready, then hears nothing any more. */
    private void loseAfterReady(Flag... flags) {
        for (Flag flag : flags) {
            following.world.set(flag);
        }
        following.healthyServer();
        following.follower.start();
        following.pass(Duration.ofMillis(10));
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        for (Flag flag : flags) {
            assertThat(value(flag.key())).isEqualTo("on");
        }
        following.server.die();
        following.pass(Duration.ofMillis(10));
    }

    private Decision decide(String flag) {
        return Reads.decide(following.follower.live(), flag, Context.of("user-1"), following.unanswered);
    }

    private String value(String flag) {
        return value(following, flag);
    }

    private static String value(Following asked, String flag) {
        return Reads.decide(asked.follower.live(), flag, Context.of("user-1"), asked.unanswered)
                .stringValue("code");
    }

    private static Flag flag(String key, @Nullable WhenUnknown whenUnknown) {
        return Flag.simple(core(key), new Fixed("on")).with(whenUnknown);
    }

    private static FlagCore core(String key) {
        return new FlagCore(
                key, ValueType.STRING, 1, true, List.of(new Variation("on", "on"), new Variation("off", "off")), "off");
    }

    private static ClassLoader bundle(World world) {
        byte[] content = world.encodedSnapshot();
        return new ClassLoader(OutOfTouchTest.class.getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.equals("flags.json") ? new ByteArrayInputStream(content) : super.getResourceAsStream(name);
            }
        };
    }
}
