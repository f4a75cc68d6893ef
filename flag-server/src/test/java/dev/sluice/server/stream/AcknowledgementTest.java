package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.fleet.Convergence;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an instance says that it does not understand, sent to a node that was started on a store that somebody else has filled. */
final class AcknowledgementTest {

    private static final Pattern SESSION = Pattern.compile("\"session\":\"([^\"]+)\"");

    private final SdkServer server = started();
    private final HttpClient http = HttpClient.newHttpClient();

    private static SdkServer started() {
        var store = new InMemoryStore();
        try (var other = new SdkServer(store, 1)) {
            other.write(state -> Optional.of(Samples.project()));
        }
        return new SdkServer(store, 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoeverComesAfterAChangeThatNobodyWasThereForAndDoesNotUnderstandItIsALaggard() throws Exception {
        server.set("f", 7);
        try (SseClient client = connect()) {
            client.await("snapshot");

            acknowledge(client, ",\"notUnderstood\":[{\"flag\":\"f\",\"why\":\"new\"}]");

            isLaggard("does not understand f: new");
        }
    }

    @Test
    void whoeverDoesNotUnderstandMoreFlagsThanAreNamedOrKeptIsALaggard() throws Exception {
        server.set("f", 7);
        try (SseClient client = connect()) {
            client.await("snapshot");

            acknowledge(client, named(100) + ",\"notUnderstoodMore\":50");
            isLaggard("does not understand 50 flags that it does not name");

            acknowledge(client, named(1_200) + ",\"notUnderstoodMore\":1");
            isLaggard("does not understand 201 flags that it does not name");

            acknowledge(client, named(100));
            assertThat(converged().complete()).isTrue();
        }
    }

    private static String named(int flags) {
        return IntStream.range(0, flags)
                .mapToObj(i -> "{\"flag\":\"f" + i + "\",\"why\":\"new\"}")
                .collect(Collectors.joining(",", ",\"notUnderstood\":[", "]"));
    }

    private SseClient connect() throws IOException {
        return SseClient.open(server.port, SdkServer.KEY, Map.of("Sluice-Instance", "i1"));
    }

    private void acknowledge(SseClient client, String more) throws Exception {
        Matcher session = SESSION.matcher(client.await("hello").data());
        assertThat(session.find()).isTrue();
        var id = server.workspace.environment(PRODUCTION).stateId();
        String body = "{\"session\":\"" + session.group(1) + "\",\"instance\":\"i1\",\"epoch\":\"" + id.epoch()
                + "\",\"revision\":" + id.revision() + ",\"hash\":\"" + id.hash() + "\",\"heldMillis\":1" + more + "}";
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + "/sdk/v1/ack"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + SdkServer.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private void isLaggard(String why) {
        Convergence answer = converged();
        assertThat(answer.complete()).isFalse();
        assertThat(answer.laggards())
                .singleElement()
                .satisfies(laggard -> assertThat(laggard.why()).startsWith(why));
    }

    private Convergence converged() {
        var target = server.workspace.environment(PRODUCTION).stateId();
        return Samples.get(server.fleet.converged(PRODUCTION, target, Duration.ofSeconds(10)));
    }
}
