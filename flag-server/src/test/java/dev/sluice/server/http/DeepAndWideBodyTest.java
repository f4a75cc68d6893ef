package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.Contract.Operation;
import dev.sluice.server.http.RestServer.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON that is small to send and large to hold is refused wherever JSON is taken. */
final class DeepAndWideBodyTest {

    @Test
    @Proves("F77")
    void jsonOverALimitIsRefusedWhereverItIsTakenAndTheHeapStaysFlat() {
        Map<String, String> bodies = HostileBodies.largeToHold();
        try (RestServer server = new RestServer()) {
            String before = server.everything();
            long held = HostileBodies.heapHeld();
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
            assertThat(HostileBodies.heapHeld() - held).isLessThan(HostileBodies.MOST_GROWTH);
        }
    }
}
