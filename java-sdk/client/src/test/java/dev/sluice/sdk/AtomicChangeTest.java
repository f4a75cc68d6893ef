package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A change of several flags is one: no reader ever sees half of it. */
class AtomicChangeTest {

    private static final Context SHOPPER = Context.of("user-42");

    @Test
    @Proves("F17")
    void noViewSeesHalfOfAChange() throws Exception {
        flipFor(Duration.ofSeconds(5));
    }

    @Test
    @Tag("drill")
    void noViewSeesHalfOfAChangeInAMinuteOfFlipping() throws Exception {
        flipFor(Duration.ofSeconds(60));
    }

    private static void flipFor(Duration howLong) throws Exception {
        World world = new World();
        flip(world, true);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        AtomicLong mismatches = new AtomicLong();
        try (StubServer server = Clients.serving(world);
                FlagClient flags = Clients.open(server.uri())) {
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            StubServer.Reply stream = server.firstStream();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread reader = new Thread(() -> {
                    while (!over.get()) {
                        FlagView view = flags.view(SHOPPER);
                        boolean first = view.isOn("first");
                        if (first != view.isOn("second") || first != view.isOn("behind-both")) {
                            mismatches.incrementAndGet();
                        }
                        // decided by one flag that asks two others: consistent without a view
                        flags.isOn("behind-both", SHOPPER);
                        looks.incrementAndGet();
                    }
                });
                reader.start();
                readers.add(reader);
            }

            long until = System.nanoTime() + howLong.toNanos();
            boolean on = false;
            while (System.nanoTime() < until) {
                stream.event("delta", flip(world, on));
                on = !on;
            }
            over.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
        }

        assertThat(looks.get()).isPositive();
        assertThat(world.id().revision()).isGreaterThan(100);
        assertThat(mismatches).hasValue(0);
    }

    private static byte[] flip(World world, boolean on) throws IOException {
        Flag third = World.bool("behind-both", true);
        Flag behindBoth = Flag.of(
                third.core(),
                List.of(new Prerequisite("first", List.of("on")), new Prerequisite("second", List.of("on"))),
                List.of(),
                List.of(),
                new Fixed("on"),
                null);
        return World.encoded(world.set(World.bool("first", on), World.bool("second", on), behindBoth));
    }
}
