package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTTP as the supervisor, the commands and the story speak it: one request, one answer, no retry. Thread-safe. */
public final class Http {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    /** An answer, whatever its status. */
    public record Reply(int status, String body, @Nullable String etag) {

        public boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The body as an object; an empty one when it is none. */
        public JsonObject json() {
            try {
                return body.isEmpty() ? new JsonObject() : new JsonObject(body);
            } catch (DecodeException e) {
                return new JsonObject();
            }
        }

        /** What a problem says, or the status when it says nothing. */
        public String told() {
            String detail = json().getString("detail", "");
            return "HTTP " + status + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /**
     * Sends a request.
     *
     * @param body null for none
     * @throws IOException when there was no answer
     */
    public Reply send(String method, String uri, Map<String, String> headers, @Nullable String body)
            throws IOException {
        HttpRequest request =
                request(method, uri, headers, body).timeout(ANSWER_WITHIN).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("ETag").orElse(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Sends a request and hands on each line of the answer as it comes; answers with the status. */
    public int lines(String method, String uri, Map<String, String> headers, Consumer<String> line) throws IOException {
        try {
            HttpResponse<java.util.stream.Stream<String>> response =
                    client.send(request(method, uri, headers, null).build(), HttpResponse.BodyHandlers.ofLines());
            response.body().forEach(line);
            return response.statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpRequest.Builder request(
            String method, String uri, Map<String, String> headers, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }
}
