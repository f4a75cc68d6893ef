package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.http.Contract;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SDKs call, on a whole node: each documented status comes, or is listed with the reason. */
final class SdkContractTest {

    /** Operation and status, and where it is seen instead. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "stream 503", "admission, draining, an environment that is not loaded: tests of the package stream",
            "getSnapshot 503", "likewise",
            "acknowledge 503", "a key that nobody knows while the node has not read every project: BrokenRedisTest",
            "sayGoodbye 503", "likewise",
            "report 503", "no room: tests of the package measures",
            "getGeoDatabase 503", "as for acknowledge",
            "getGeoDatabase 200", "one build holds a database, another is without: SnapshotTest knows both",
            "getGeoDatabase 304", "likewise",
            "getGeoDatabase 404", "likewise");

    @TempDir
    private Path data;

    @Test
    void everyDocumentedStatusOfWhatSdksCallComes() throws Exception {
        Set<String> seen = new TreeSet<>();
        try (OneServer server = OneServer.start(data, Map.of())) {
            HttpResponse<String> whole = ask(server, seen, get(server, "/sdk/v1/snapshot"), "");
            String etag = whole.headers().firstValue("ETag").orElseThrow();
            ask(server, seen, get(server, "/sdk/v1/snapshot").header("If-None-Match", etag), "");
            ask(server, seen, get(server, "/sdk/v1/stream?from=nonsense"), "");
            stream(server, seen);
            JsonNode state = new ObjectMapper().readTree(whole.body());
            String ack = "{\"session\":\"s\",\"instance\":\"i\",\"epoch\":%s,\"revision\":%s,\"hash\":%s}"
                    .formatted(state.path("epoch"), state.path("revision"), state.path("hash"));
            posts(server, seen, "/sdk/v1/ack", ack);
            posts(server, seen, "/sdk/v1/goodbye", "{\"session\":\"s\",\"instance\":\"i\"}");
            posts(server, seen, "/sdk/v1/report", "{\"session\":\"s\",\"instance\":\"i\",\"seq\":1}");
            for (String path : new String[] {"/sdk/v1/stream", "/sdk/v1/snapshot", "/sdk/v1/geo"}) {
                ask(server, seen, OneServer.request(server.port(), path, "nobody's"), "");
            }
        }
        Set<String> documented = new TreeSet<>(Contract.documented("/sdk/"));
        assertThat(documented).containsAll(NOT_HERE.keySet());
        documented.removeAll(NOT_HERE.keySet());

        assertThat(seen).containsAll(documented);
    }

    private static HttpRequest.Builder get(OneServer server, String path) {
        return OneServer.request(server.port(), path, OneServer.KEY);
    }

    private static void posts(OneServer server, Set<String> seen, String path, String body) throws Exception {
        ask(server, seen, post(server, path, OneServer.KEY, body), body);
        ask(server, seen, post(server, path, OneServer.KEY, "{}"), "{}");
        ask(server, seen, post(server, path, "nobody's", body), body);
        String large = "{\"session\":\"" + "x".repeat(1024 * 1024) + "\"}";
        ask(server, seen, post(server, path, OneServer.KEY, large), large);
    }

    private static HttpRequest.Builder post(OneServer server, String path, String key, String body) {
        return OneServer.request(server.port(), path, key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> ask(
            OneServer server, Set<String> seen, HttpRequest.Builder request, String body) throws Exception {
        HttpRequest built = request.build();
        HttpResponse<String> response = server.send(built, body);
        seen.add(Contract.idOf(built.method(), built.uri().getPath()) + " " + response.statusCode());
        return response;
    }

    private static void stream(OneServer server, Set<String> seen) throws Exception {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(get(server, "/sdk/v1/stream").build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(new String(body.readNBytes(6))).isEqualTo("event:");
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            seen.add("stream " + response.statusCode());
        }
    }
}
