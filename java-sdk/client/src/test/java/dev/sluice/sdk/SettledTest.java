package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an application does when the first flags are there is its own affair. */
class SettledTest {

    @Test
    void whatHangsWhenTheFirstFlagsAreThereHoldsUpNothing() throws Exception {
        World world = new World();
        world.set(World.bool("new-checkout", true));
        StubServer.Behaviour usual = Clients.behaviour(world);
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        try (StubServer server = new StubServer((call, reply) -> {
                    hang(added);
                    usual.answer(call, reply);
                });
                FlagClient flags = Clients.open(server.uri())) {
            flags.whenSettled().thenRun(() -> {
                running.countDown();
                hang(hanging);
            });
            added.countDown();
            hang(running);

            server.firstStream().event("delta", World.encoded(world.set(World.bool("new-checkout", false))));

            await().atMost(Duration.ofSeconds(20)).until(() -> !flags.isOn("new-checkout", Context.of("user-42")));
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            assertThat(flags.whenSettled()).isDone();
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void readyEndsThoughWhoeverHeardOfItBroke() {
        VirtualTime time = new VirtualTime();
        StatusBoard board = new StatusBoard(time, Duration.ofMillis(800), Duration.ofSeconds(45), change -> {
            if (change.after() == ClientStatus.READY) {
                throw new IllegalStateException("a listener's mistake");
            }
        });

        assertThatThrownBy(board::confirmed).isInstanceOf(IllegalStateException.class);
        assertThat(board.status()).isEqualTo(ClientStatus.READY);
        time.pass(Duration.ofSeconds(45));

        assertThat(board.status()).isEqualTo(ClientStatus.STALE);
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
