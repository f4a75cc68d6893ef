package dev.sluice.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The HTTP client's own two threads. */
class HttpThreadsTest {

    private final HttpThreads threads = new HttpThreads();
    private final List<Thread> seen = new ArrayList<>();

    @Test
    void aRequestThatHangsAsItBeginsHoldsUpNothingButTheNextOne() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CompletableFuture<Thread> begun = new CompletableFuture<>();
        CompletableFuture<Thread> next = new CompletableFuture<>();
        threads.begin(() -> threads.execute(() -> {
            begun.complete(Thread.currentThread());
            hang(hanging);
        }));
        threads.begin(() -> next.complete(Thread.currentThread()));

        Thread other = worker();

        assertThat(other).isNotSameAs(begun.get(10, TimeUnit.SECONDS));
        assertThat(next).isNotDone();
        hanging.countDown();
        assertThat(next.get(10, TimeUnit.SECONDS)).isSameAs(begun.get());
        threads.close();
    }

    @Test
    void afterTheEndLateWorkIsDoneAndNoThreadStays() throws Exception {
        CompletableFuture<Thread> begun = new CompletableFuture<>();
        threads.begin(() -> begun.complete(Thread.currentThread()));
        seen.add(begun.get(10, TimeUnit.SECONDS));
        seen.add(worker());

        threads.close();
        seen.add(worker());

        assertThat(seen)
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().startsWith("sluice-http"));
        await().until(() -> seen.stream().noneMatch(Thread::isAlive));
    }

    private Thread worker() throws Exception {
        CompletableFuture<Thread> worked = new CompletableFuture<>();
        threads.execute(() -> worked.complete(Thread.currentThread()));
        return worked.get(10, TimeUnit.SECONDS);
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
