package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.Context;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

@ExtendWith(FakeFlagsExtension.class)
@WithFlag("on-for-all")
@WithFlag(value = "off-for-all", on = false)
class FakeFlagsExtensionTest {

    private static final Context SHOPPER = Context.of("user-42");

    private FlagClient inSetUp;

    @BeforeEach
    void setUp(FlagClient flags) {
        inSetUp = flags;
    }

    @AfterEach
    void isStillOpen(FlagClient flags) {
        assertThat(flags.status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void aTestAndItsSetUpGetTheSameClientWithTheFlagsOfTheClass(FlagClient flags) {
        assertThat(flags).isSameAs(inSetUp);
        assertThat(flags.isOn("on-for-all", SHOPPER)).isTrue();
        assertThat(flags.isOn("off-for-all", SHOPPER, true)).isFalse();
    }

    @Test
    @WithFlag(value = "on-for-all", on = false)
    void whatAMethodSaysGoesBeforeWhatItsClassSays(FakeFlags flags) {
        assertThat(flags.client().isOn("on-for-all", SHOPPER, true)).isFalse();
        flags.set("only-here", true);
    }

    @Test
    void noFlagIsLeftOfAnotherTest(FlagClient flags) {
        assertThat(flags.isOn("only-here", SHOPPER)).isFalse();
    }

    @Nested
    @WithFlag("on-in-here")
    class InANestedClass {

        @Test
        void theFlagsOfTheOuterClassAreSetToo(FlagClient flags) {
            assertThat(flags.isOn("on-for-all", SHOPPER)).isTrue();
            assertThat(flags.isOn("on-in-here", SHOPPER)).isTrue();
        }
    }

    @Test
    void aTestThatFailsClosesItsFlagsAllTheSame() {
        Failing.wanted = true;
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Failing.class))
                .execute()
                .testEvents()
                .assertStatistics(run -> run.started(1).failed(1));
        Failing.wanted = false;

        assertThat(Failing.seen.status()).isEqualTo(ClientStatus.CLOSED);
    }

    /** Run by the test above alone; skipped by whoever else finds it. */
    @ExtendWith(FakeFlagsExtension.class)
    static class Failing {

        private static boolean wanted;
        private static FlagClient seen;

        @Test
        void fails(FlagClient flags) {
            assumeTrue(wanted);
            seen = flags;
            throw new AssertionError("as it should");
        }
    }
}
