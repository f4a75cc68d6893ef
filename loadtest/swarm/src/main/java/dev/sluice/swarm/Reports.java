package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** What it costs the server that ten thousand SDKs report every ten seconds. */
final class Reports implements Part {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 4;
    private static final int FLAGS = 10;
    private static final int BINS = 30;
    private static final int FIRST_BIN = 180;

    private final Scale scale;
    private final List<String> jvmFlags;

    Reports(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("reports", FanOut.TEXT);
            sluice.fill("reports", FLAGS, FanOut.TEXT);
            LockSupport.parkNanos(scale.hold().toNanos() / 4);
            double idle = Processes.cpuSeconds(place.pid());
            LockSupport.parkNanos(scale.hold().toNanos());
            idle = (Processes.cpuSeconds(place.pid()) - idle)
                    / Crowd.seconds(scale.hold().toNanos());

            AtomicInteger refused = new AtomicInteger();
            window(place, 1, refused);
            window(place, 2, refused);
            double cpu = Processes.cpuSeconds(place.pid());
            long from = System.nanoTime();
            int bytes = window(place, 3, refused);
            bytes += window(place, 4, refused);
            double seconds = Crowd.seconds(System.nanoTime() - from);
            double cores = (Processes.cpuSeconds(place.pid()) - cpu) / seconds;

            result.put("sdks", scale.streams())
                    .put("everySeconds", Crowd.seconds(EVERY.toNanos()))
                    .put("reportsASecond", Results.rounded(2 * scale.streams() / seconds))
                    .put("bytesAReport", bytes / (2 * scale.streams()))
                    .put("rowsAReport", FLAGS + 2)
                    .put("refused", refused.get())
                    .put("idleCores", Results.rounded(idle))
                    .put("cores", Results.rounded(cores));
            Progress.say(
                    "reports: %.0f a second, %.3f of a core (%.3f idle), %d refused",
                    2 * scale.streams() / seconds, cores, idle, refused.get());
        }
    }

    /** Each SDK reports once, spread evenly over the interval; gives how many bytes that were. */
    private int window(Target target, long seq, AtomicInteger refused) throws InterruptedException {
        AtomicInteger bytes = new AtomicInteger();
        long from = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int first = 0; first < CONNECTIONS; first++) {
            int offset = first;
            Thread thread = new Thread(
                    () -> {
                        try (Post post = new Post(target)) {
                            for (int sdk = offset; sdk < scale.streams(); sdk += CONNECTIONS) {
                                long due = from + EVERY.toNanos() * sdk / scale.streams();
                                LockSupport.parkNanos(due - System.nanoTime());
                                byte[] body = body(sdk, seq);
                                bytes.addAndGet(body.length);
                                String instance = instance(sdk);
                                if (post.send("/sdk/v1/report", instance, "Content-Encoding: gzip\r\n", body) != 204) {
                                    refused.incrementAndGet();
                                }
                            }
                        } catch (IOException e) {
                            Progress.say("reports end early: %s", e);
                            refused.addAndGet(scale.streams());
                        }
                    },
                    "swarm-reports-" + first);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        LockSupport.parkNanos(from + EVERY.toNanos() - System.nanoTime());
        return bytes.get();
    }

    private static String instance(int sdk) {
        return new UUID(0x5f0c_1d52_8b0e_4c1eL, 0x9a53_6d8f_0000_0000L + sdk).toString();
    }

    private static byte[] body(int sdk, long seq) throws IOException {
        ObjectNode report = Results.object()
                .put("session", "swarm-" + sdk)
                .put("instance", instance(sdk))
                .put("seq", seq)
                .put("windowMillis", EVERY.toMillis())
                .put("droppedWindows", 0);
        ArrayNode evaluations = report.putArray("evaluations");
        for (int flag = 0; flag < FLAGS; flag++) {
            row(evaluations, flag)
                    .put("variation", "on")
                    .put("reason", "FALLTHROUGH")
                    .put("count", 100 + sdk % 900);
        }
        ArrayNode outcomes = report.putArray("outcomes");
        for (int arm = 0; arm < 2; arm++) {
            ObjectNode outcome = row(outcomes, arm)
                    .put("assigned", "on")
                    .put("served", "on")
                    .put("replicate", sdk % 16)
                    .put("successes", 90 + sdk % 10);
            outcome.putObject("errors").put("timeout", sdk % 3);
            ObjectNode latency =
                    outcome.putObject("latency").put("relativeAccuracy", 0.01).put("zero", 0);
            ArrayNode bins = latency.putArray("bins");
            for (int bin = 0; bin < BINS; bin++) {
                bins.addArray().add(FIRST_BIN + bin).add(1 + (sdk + bin) % 7);
            }
        }
        report.putArray("declared");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(report.toString().getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static ObjectNode row(ArrayNode rows, int flag) {
        return rows.addObject().put("flag", "flag-" + flag).put("version", 1).put("place", "fallthrough");
    }
}
