package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.Contract.Operation;
import dev.sluice.server.http.RestServer.Answer;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** JSON that is small to send and large to hold is refused wherever JSON is taken. */
final class DeepAndWideBodyTest {

    private static final long MOST_GROWTH = 32L * 1024 * 1024;

    @Test
    @Proves("F77")
    void jsonOverALimitIsRefusedWhereverItIsTakenAndTheHeapStaysFlat() {
        Map<String, String> bodies = bodies();
        try (RestServer server = new RestServer()) {
            String before = server.everything();
            long used = used();
            int asked = 0;
            for (Operation operation : Contract.served().operations()) {
                boolean json =
                        operation.json().path("requestBody").path("content").has("application/json");
                if (!json
                        || operation.isOfFiles()
                        || operation.isForPersons()
                        || !(operation.isOfPeople() || operation.isPublic())) {
                    continue;
                }
                for (Map.Entry<String, String> body : bodies.entrySet()) {
                    String path = operation
                            .path()
                            .replace("{project}", "demo")
                            .replace("{environment}", "production")
                            .replace("{flag}", "new-checkout")
                            .replaceAll("\\{[a-z]+}", "staff");
                    path = Contract.served().withRequiredQuery(operation, path);

                    Answer answer = server.send(operation.method(), path, body.getValue(), "If-Match", "*");

                    assertThat(answer.status())
                            .as("%s with %s: %s", operation.id(), body.getKey(), answer.text())
                            .isEqualTo(400);
                    assertThat(answer.detail()).contains("at most 64 levels");
                    asked++;
                }
            }
            assertThat(asked).isGreaterThan(100);
            assertThat(server.everything()).isEqualTo(before);
            assertThat(used() - used).isLessThan(MOST_GROWTH);
        }
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("deep arrays", "[".repeat(100_000));
        bodies.put("deep objects", "{\"a\":".repeat(50_000));
        bodies.put("just too deep", "{\"a\":".repeat(65) + "1" + "}".repeat(65));
        bodies.put("a long name", "{\"" + "n".repeat(200_000) + "\":1}");
        bodies.put("a long number", "{\"a\":" + "9".repeat(200_000) + "}");
        bodies.put("a long text", "{\"a\":\"" + "t".repeat(200_000) + "\"}");
        bodies.put("many parts", "{\"a\":[" + "0,".repeat(250_000) + "0]}");
        bodies.put(
                "many names",
                IntStream.range(0, 80_000)
                        .mapToObj(i -> "\"%x\":{}".formatted(i))
                        .collect(Collectors.joining(",", "{", "}")));
        return bodies;
    }

    /** After a collection. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
