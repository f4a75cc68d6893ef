package dev.sluice.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import dev.sluice.testing.FakeFlags;
import dev.sluice.testing.FakeFlagsExtension;
import dev.sluice.testing.WithFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test of {@code docs/java-integrations.md}, run with every build so that the page stays true. */
@ExtendWith(FakeFlagsExtension.class)
class CheckoutTest {

    /** What is tested: it knows nothing of tests. */
    record Checkout(FlagClient flags) {

        String page(String user) {
            return flags.isOn("new-checkout", Context.of(user)) ? "new" : "old";
        }
    }

    @Test
    @WithFlag("new-checkout")
    void whoHasTheFlagGetsTheNewPage(FlagClient flags) {
        assertEquals("new", new Checkout(flags).page("user-42"));
    }

    @Test
    void aFlagThatChangesWhileTheShopRunsChangesThePage(FakeFlags flags) {
        Checkout checkout = new Checkout(flags.client());
        flags.set("new-checkout", false).setFor("new-checkout", "user-42", true);
        assertEquals("new", checkout.page("user-42"));
        assertEquals("old", checkout.page("user-43"));

        flags.disable("new-checkout");
        assertEquals("old", checkout.page("user-42"));
    }

    @Test
    @WithFlag("new-checkout")
    void withoutTheFlagServerTheShopGoesOnAsItWas(FakeFlags flags) {
        Checkout checkout = new Checkout(flags.client());

        flags.loseContact();

        assertEquals("new", checkout.page("user-42"));
    }
}
