package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.engine.Context;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KillTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void killingServerAndRedisUnderTrafficFailsNoDecisionAndLosesNoAcknowledgedWrite() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Demo.ADMIN, Demo.SDK_KEY, Map.of());
                FlagClient flags = Demo.client(server.uri())) {
            RestClient rest = new RestClient(server.uri(), Demo.ADMIN);
            Demo.setPercentage(rest, "50", 1);
            try (Traffic traffic = new Traffic(flags);
                    Writer writer = new Writer(rest)) {
                writer.awaitMoreWrites(20);
                server.kill();
                await().atMost(SOON).until(() -> flags.status() == ClientStatus.STALE);
                server.startAgain();
                writer.awaitMoreWrites(20);
                await().atMost(SOON).until(() -> flags.status() == ClientStatus.READY);

                ProcessHandle.of(server.redisPid()).orElseThrow().destroyForcibly();
                writer.awaitMoreWrites(20);

                writer.close();
                long acknowledged = writer.acknowledged.get();
                JsonNode now =
                        rest.call("GET", Demo.PRODUCTION + "/percentage", null).expectSuccess();
                assertThat(flags.state()).isPresent();
                await().atMost(SOON).until(() -> flags.state().orElseThrow().revision() >= acknowledged);
                assertThat(writer.explains(now))
                        .as(
                                "the share now: %s, last acknowledged %s, last sent %s",
                                now, writer.lastAcknowledged.get(), writer.lastSent.get())
                        .isTrue();
                assertThat(commentsOfTheAuditLog(rest)).containsAll(writer.acknowledgedComments);
                traffic.close();
                assertThat(traffic.failed.get()).isZero();
                assertThat(traffic.decided.get()).isGreaterThan(10_000);
            }
        }
    }

    /** Every change that Redis holds left its comment there, in the same script as the change itself. */
    private static Set<String> commentsOfTheAuditLog(RestClient rest) throws Exception {
        Set<String> comments = new HashSet<>();
        for (JsonNode from = JsonNodeFactory.instance.numberNode(1); from.isNumber(); ) {
            JsonNode page = rest.act("GET", "projects/demo/audit?limit=500&from=" + from.asLong(), null)
                    .expectSuccess();
            page.path("items")
                    .forEach(entry -> comments.add(entry.path("comment").asText()));
            from = page.path("next");
        }
        return comments;
    }

    /** Decides without a pause; a decision that is not one of the rule's counts as failed. */
    private static final class Traffic implements AutoCloseable {
        final AtomicLong decided = new AtomicLong();
        final AtomicLong failed = new AtomicLong();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final Thread thread;

        Traffic(FlagClient flags) {
            thread = new Thread(() -> {
                while (going.get()) {
                    try {
                        var decision = flags.decide(Demo.FLAG, Context.of("shopper-" + decided.get() % 5000));
                        if (decision.errorCode() != null || decision.variation() == null) {
                            failed.incrementAndGet();
                        }
                    } catch (RuntimeException e) {
                        failed.incrementAndGet();
                    }
                    decided.incrementAndGet();
                    Thread.onSpinWait();
                }
            });
            thread.start();
        }

        @Override
        public void close() throws InterruptedException {
            going.set(false);
            thread.join();
        }
    }

    /** Raises the share step by step and remembers what was acknowledged. */
    private static final class Writer implements AutoCloseable {
        final AtomicLong acknowledged = new AtomicLong();
        final AtomicLong lastAcknowledged = new AtomicLong(-1);
        final AtomicLong lastSent = new AtomicLong(-1);
        final Set<String> acknowledgedComments = ConcurrentHashMap.newKeySet();
        private final AtomicLong writes = new AtomicLong();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final Thread thread;

        Writer(RestClient rest) {
            thread = new Thread(() -> {
                for (int step = 1; going.get(); step++) {
                    write(rest, step % 40_000);
                }
            });
            thread.start();
        }

        void awaitMoreWrites(int count) {
            long until = writes.get() + count;
            await().atMost(SOON).until(() -> writes.get() >= until);
        }

        /** Whether the share is the last acknowledged one, or one that was sent later and got no answer. */
        boolean explains(JsonNode percentage) {
            long thousandths = Math.round(percentage.path("percent").path("on").asDouble() * 1000);
            return thousandths >= lastAcknowledged.get() && thousandths <= lastSent.get();
        }

        private void write(RestClient rest, int thousandths) {
            try {
                lastSent.set(thousandths);
                String comment = "step " + thousandths;
                RestClient.Answer answer = rest.call(
                        "PUT",
                        Demo.PRODUCTION + "/percentage",
                        "{\"variation\":\"on\",\"percentage\":" + java.math.BigDecimal.valueOf(thousandths, 3)
                                + ",\"comment\":\"" + comment + "\"}");
                if (answer.status() == 200) {
                    acknowledged.set(answer.body().path("revision").asLong());
                    lastAcknowledged.set(thousandths);
                    acknowledgedComments.add(comment);
                    writes.incrementAndGet();
                }
            } catch (IOException serverAway) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            } catch (InterruptedException e) {
                going.set(false);
            }
        }

        @Override
        public void close() throws InterruptedException {
            going.set(false);
            thread.join();
        }
    }
}
