package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Redis that is there and does not answer, or not yet, or late. */
final class StuckRedisTest {

    private static final Logger log = LoggerFactory.getLogger(StuckRedisTest.class);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private RedisProcess redis;
    private RedisLink link;
    private NodeWorkspace node;

    @BeforeEach
    void begin() {
        redis = RedisProcess.start(folder, "appendonly yes", "enable-debug-command yes");
        link = RedisLinks.connected(redis.url());
        node = Samples.workspace(new RedisStore(link, "node"), 1, threads);
        Samples.sweep(node);
        Samples.make(node, PROJECT);
    }

    @AfterEach
    void stop() {
        link.close();
        redis.close();
        threads.shutdownNow();
    }

    @Test
    @Tag("slow")
    @Proves("F43")
    void whatHangsForFiveSecondsIsRefusedAndThenComesBackAlone() {
        hangs(Duration.ofSeconds(5));
    }

    @Test
    @Tag("drill")
    @Proves("F43")
    void whatHangsForTwoMinutesIsRefusedAndThenComesBackAlone() {
        hangs(Duration.ofSeconds(30));
        hangs(Duration.ofSeconds(120));
    }

    private void hangs(Duration time) {
        try (var writes = new WriteLoop(node, "f" + time.toSeconds())) {
            await().until(() -> writes.acknowledged() > 20);
            redis.stop();
            long stopped = System.nanoTime();
            await("the circuit opens")
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThatThrownBy(() -> get(node.sweep()))
                            .hasMessageContaining("has not answered 5 times in a row"));
            Duration opened = Duration.ofNanos(System.nanoTime() - stopped);
            await().pollDelay(time.minus(opened).isNegative() ? Duration.ZERO : time.minus(opened))
                    .atMost(time.plusSeconds(20))
                    .until(() -> true);
            int before = writes.acknowledged();
            writes.forgetGaps();
            redis.goOn();
            await("it is back").atMost(Duration.ofSeconds(10)).until(() -> writes.acknowledged() > before + 20);
            Duration back = writes.longestGap();
            writes.close();

            log.info(
                    "hung for {} s: refused at once after {} ms, back after {} ms; {}",
                    time.toSeconds(),
                    opened.toMillis(),
                    back.toMillis(),
                    writes);
            assertThat(writes.faults()).isEmpty();
            assertThat(writes.lost(node)).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    @Proves("F45")
    void nothingQueuesUpWhileItHangs() {
        redis.stop();
        var waiting = new AtomicInteger();
        var failed = new AtomicInteger();
        int asked = 60_000;
        for (int i = 0; i < asked; i++) {
            waiting.incrementAndGet();
            link.aside(RedisKeys.PROJECTS, commands -> commands.get(RedisKeys.PROJECTS))
                    .whenComplete((value, error) -> {
                        waiting.decrementAndGet();
                        if (error != null) {
                            failed.incrementAndGet();
                        }
                    });
            assertThat(waiting).as("after %s", i).hasValueLessThan(2_500);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> waiting.get() == 0);
        assertThat(failed).hasValue(asked);
    }

    @Test
    @Tag("slow")
    @Proves("F56")
    void oneThatStillLoadsIsWaitedFor() {
        for (int i = 0; i < 400; i++) {
            redis.ask("SET", "bulk" + i, "x".repeat(1_000));
        }
        redis.ask("CONFIG", "SET", "appendonly", "no");
        redis.ask("SAVE");
        redis.kill();
        redis.startAgain(
                "--appendonly", "no", "--key-load-delay", "20000", "--loading-process-events-interval-bytes", "1024");
        await("it loads")
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(this::loading);
        try (var writes = new WriteLoop(node, "f")) {
            await("it is back").atMost(Duration.ofSeconds(40)).until(() -> writes.acknowledged() > 20);
            writes.close();

            log.info("loading: {}", writes);
            assertThat(writes.faults()).isEmpty();
        }
    }

    private boolean sleeps() throws InterruptedException {
        try {
            link.aside(RedisKeys.PROJECTS, commands -> commands.exists(RedisKeys.PROJECTS))
                    .toCompletableFuture()
                    .get(600, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException | ExecutionException noAnswer) {
            return true;
        }
    }

    private boolean loading() {
        try {
            redis.tell("GET", "bulk1");
            return false;
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage()).contains("LOADING");
        }
    }

    @Test
    @Tag("slow")
    @Proves("F57")
    void aSlowRedisHoldsUpWhoeverNeedsItForASecondAtMostAndNobodyElse() {
        CompletableFuture.runAsync(() -> redis.tell("DEBUG", "SLEEP", "8"), threads);
        await("asleep, and not only held up by this machine").until(() -> sleeps() && sleeps());

        long start = System.nanoTime();
        assertThatThrownBy(() -> get(node.write(PROJECT, state -> Samples.set(state, "g", 1))))
                .isInstanceOf(RuntimeException.class);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isLessThan(Duration.ofSeconds(6));
        assertThat(node.environment(PRODUCTION).stateId().revision()).isEqualTo(1);
        await("it is awake")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsMatching(
                        e -> e instanceof StoreUnavailableException || e instanceof OutcomeUnknownException)
                .until(() -> {
                    get(node.write(PROJECT, state -> Samples.set(state, "h", 1)));
                    return true;
                });
    }
}
