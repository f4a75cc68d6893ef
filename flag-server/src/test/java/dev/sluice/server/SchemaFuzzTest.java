package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.Attempts;
import dev.sluice.server.http.Attempts.Attempt;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node under requests drawn from its own description. {@code make fuzz} sends twenty thousand and more, from any seed. */
final class SchemaFuzzTest {

    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20261121);
    private static final int REQUESTS = Integer.getInteger("sluice.fuzz.requests", 2_000);
    private static final int LONGEST_SHOWN = 3_000;
    private static final Duration LONGER_THAN_A_SWEEP = Duration.ofSeconds(6);

    @TempDir
    private Path data;

    @Test
    @Proves("S24")
    void whateverIsSentTheAnswerIsDocumentedAndWhatIsRefusedIsNotStored() throws Exception {
        Attempts attempts = new Attempts(new SplittableRandom(SEED));
        Map<Integer, Integer> answers = new TreeMap<>();
        int late = 0;
        try (OneServer server = OneServer.start(data, Map.of("SLUICE_REQUESTS_PER_SECOND", "0"))) {
            String before = server.everything();
            for (int round = 0; round < REQUESTS; round++) {
                Attempt attempt = attempts.next();
                HttpResponse<String> answer = send(server, round, attempt);
                answers.merge(answer.statusCode(), 1, Integer::sum);

                boolean unknown = tellsOf(answer, "outcome-unknown");
                boolean slowStore = unknown || tellsOf(answer, "store-unavailable");
                String after = slowStore ? settled(server) : server.everything();
                if (slowStore) {
                    late++;
                } else {
                    assertThat(answer.statusCode()).as(told(round, attempt)).isLessThan(500);
                }
                if (answer.statusCode() >= 400 && !unknown) {
                    assertThat(after).as(told(round, attempt)).isEqualTo(before);
                }
                before = after;
            }
            assertThat(server.management("/metrics").body()).contains("sluice_flags_not_understood 0.0");
        }
        assertThat(late).as("answers of a slow store").isLessThan(Math.max(3, REQUESTS / 100));
        assertThat(answers).containsKeys(200, 201, 204, 400, 404, 409, 412, 422, 428);
    }

    /** Whether Redis did not answer within its second, as on a busy machine; the node is right to say so. */
    private static boolean tellsOf(HttpResponse<String> answer, String problem) {
        return answer.statusCode() == 503 && answer.body().contains("urn:sluice:problem:" + problem);
    }

    /** What is stored once Redis answers and a write that was late has landed, if it does: the same at two looks, with a sweep between. */
    private static String settled(OneServer server) {
        var last = new AtomicReference<>("");
        await("what is stored after a late answer")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(LONGER_THAN_A_SWEEP)
                .until(() -> {
                    String now = server.everything();
                    return now.equals(last.getAndSet(now))
                            && server.storeState().equals("CONNECTED");
                });
        return last.get();
    }

    private static HttpResponse<String> send(OneServer server, int round, Attempt attempt) throws Exception {
        String body = attempt.body() == null ? "" : attempt.body();
        HttpRequest.Builder request = OneServer.request(server.port(), attempt.path(), OneServer.TOKEN)
                .method(attempt.method(), BodyPublishers.ofString(body));
        if (attempt.type() != null) {
            request.header("Content-Type", attempt.type());
        }
        for (int i = 0; i < attempt.headers().size(); i += 2) {
            request.header(attempt.headers().get(i), attempt.headers().get(i + 1));
        }
        try {
            return server.send(request.build(), body);
        } catch (AssertionError | java.io.IOException fault) {
            throw new AssertionError(told(round, attempt) + "\n" + fault.getMessage(), fault);
        }
    }

    private static String told(int round, Attempt attempt) {
        String body = String.valueOf(attempt.body());
        return "seed %s, round %s: %s %s %s %s"
                .formatted(
                        SEED,
                        round,
                        attempt.method(),
                        attempt.path(),
                        attempt.headers(),
                        body.length() > LONGEST_SHOWN ? body.substring(0, LONGEST_SHOWN) + "…" : body);
    }
}
