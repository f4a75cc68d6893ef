package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.sdk.support.OtherProcess;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/**
 * The application keeps all threads of the common pool waiting. In a process of its own, whose pool has two: with one the JDK does
 * without it.
 */
class BusyCommonPoolTest {

    private static final int THREADS = 2;
    private static final Duration LONG = Duration.ofSeconds(25); // below the time after which an answer counts as lost

    @Test
    void answersAndEndsOfStreamsDoNotWaitForTheThreadsOfTheApplication() throws Exception {
        List<String> pool = List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + THREADS);

        assertThat(OtherProcess.run(pool, Client.class)).isZero();
    }

    /** The other process: a client that is told to fetch what has changed, and whose stream ends. */
    static final class Client {

        private Client() {}

        public static void main(String[] args) throws Exception {
            CountDownLatch busy = new CountDownLatch(THREADS);
            CountDownLatch free = new CountDownLatch(1);
            for (int i = 0; i < THREADS; i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    busy.countDown();
                    awaitUninterrupted(free);
                });
            }
            busy.await();
            Context shopper = Context.of("user-42");
            World world = new World();
            world.set(World.bool("new-checkout", false));
            try (StubServer server = Clients.serving(world);
                    FlagClient flags = Clients.open(server.uri())) {
                await().atMost(LONG).until(() -> flags.status() == ClientStatus.READY);
                StubServer.Reply stream = server.firstStream();

                synchronized (world) {
                    world.set(World.bool("new-checkout", true));
                    stream.event("refetch", world.heartbeat().replace("}", ",\"withinMillis\":1}"));
                }
                await().atMost(LONG).until(() -> flags.isOn("new-checkout", shopper));

                stream.end();
                await().atMost(LONG).until(() -> server.streams().size() == 2);
            }
            free.countDown();
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
