package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Variation;
import dev.sluice.garbage.Allocated;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Asking a client costs no garbage, so that nobody has a reason not to ask. */
class AllocationTest {

    private static final BooleanFlag CHECKOUT = BooleanFlag.of("new-checkout", false);
    private static final int ROUNDS = 20_000;

    private int sink;

    @Test
    void aReadThroughTheClientAllocatesNothing() throws Exception {
        World world = new World();
        world.set(
                World.bool("new-checkout", true),
                split("ramped"),
                World.fixed("banner-text", ValueType.STRING, "festive"),
                World.fixed("page-size", ValueType.INTEGER, 25L),
                World.fixed("free-shipping-from", ValueType.DOUBLE, 49.5));
        Context shopper = Context.builder("user-42").set("plan", "gold").build();

        try (StubServer server = Clients.serving(world);
                FlagClient flags = Clients.open(server.uri())) {
            flags.whenSettled().get(10, TimeUnit.SECONDS);

            assertAllocatesNothing("isOn", () -> sink += flags.isOn("new-checkout", shopper) ? 1 : 0);
            assertAllocatesNothing("isOn of a declared flag", () -> sink += flags.isOn(CHECKOUT, shopper) ? 1 : 0);
            assertAllocatesNothing("isOn of a split", () -> sink += flags.isOn("ramped", shopper) ? 1 : 0);
            assertAllocatesNothing(
                    "string",
                    () -> sink += flags.string("banner-text", shopper, "").length());
            assertAllocatesNothing("integer", () -> sink += (int) flags.integer("page-size", shopper, 0));
            assertAllocatesNothing("decimal", () -> sink += (int) flags.decimal("free-shipping-from", shopper, 0));
            assertAllocatesNothing(
                    "decide", () -> sink += flags.decide("ramped", shopper).hasValue() ? 1 : 0);
        }
        assertThat(sink).isPositive();
    }

    private static Flag split(String key) {
        FlagCore core = new FlagCore(
                key,
                ValueType.BOOLEAN,
                1,
                true,
                List.of(new Variation("on", true), new Variation("off", false)),
                "off");
        return Flag.simple(core, new Split("targetingKey", key, 100_000, List.of(new Range("on", 0, 50_000)), "off"));
    }

    private static void assertAllocatesNothing(String what, Runnable read) {
        long least = Allocated.least(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                read.run();
            }
        });

        assertThat(least)
                .as("bytes that %d calls of %s allocated, in the best of the tries: warming up allocates", ROUNDS, what)
                .isZero();
    }
}
