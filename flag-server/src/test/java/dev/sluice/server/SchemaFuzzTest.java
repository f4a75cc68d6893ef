package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.Attempts;
import dev.sluice.server.http.Attempts.Attempt;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node under requests drawn from its own description. {@code make fuzz} sends twenty thousand and more, from any seed. */
final class SchemaFuzzTest {

    private static final long SEED = Long.getLong("sluice.fuzz.seed", 20261121);
    private static final int REQUESTS = Integer.getInteger("sluice.fuzz.requests", 2_000);
    private static final int LONGEST_SHOWN = 3_000;

    @TempDir
    private Path data;

    @Test
    @Proves("S24")
    void whateverIsSentTheAnswerIsDocumentedAndWhatIsRefusedIsNotStored() throws Exception {
        Attempts attempts = new Attempts(new SplittableRandom(SEED));
        Map<Integer, Integer> answers = new TreeMap<>();
        try (OneServer server = OneServer.start(data, Map.of("SLUICE_REQUESTS_PER_SECOND", "0"))) {
            String before = server.everything();
            for (int round = 0; round < REQUESTS; round++) {
                Attempt attempt = attempts.next();
                HttpResponse<String> answer = send(server, round, attempt);
                answers.merge(answer.statusCode(), 1, Integer::sum);

                String after = server.everything();
                if (answer.statusCode() >= 400) {
                    assertThat(answer.statusCode()).as(told(round, attempt)).isLessThan(500);
                    assertThat(after).as(told(round, attempt)).isEqualTo(before);
                }
                before = after;
            }
            assertThat(server.management("/metrics").body()).contains("sluice_flags_not_understood 0.0");
        }
        assertThat(answers).containsKeys(200, 201, 204, 400, 404, 409, 412, 422, 428);
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
