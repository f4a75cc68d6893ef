package dev.sluice.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls the REST API as a person with {@code curl} does: one request, one answer. Only {@link #act} and {@link #make} ask again. Thread-safe. */
public final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long REPEATED_FOR_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final URI base;
    private final String token;
    private final boolean anew;

    /**
     * @param server where the public port answers
     * @param token an API token; sent in the {@code Authorization} header only
     */
    public RestClient(URI server, String token) {
        this(server, token, null, false);
    }

    /** The same over TLS, trusting whom {@code trust} trusts. */
    public RestClient(URI server, String token, @Nullable SSLContext trust) {
        this(server, token, trust, false);
    }

    private RestClient(URI server, String token, @Nullable SSLContext trust, boolean anew) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        this.http = (trust == null ? builder : builder.sslContext(trust)).build();
        this.base = server.resolve("/api/v1/");
        this.token = token;
        this.anew = anew;
    }

    /**
     * The same, but each call makes a connection of its own, as {@code curl} does; no call can meet a connection that the other side is
     * just closing. Needs the system property {@code jdk.httpclient.allowRestrictedHeaders=connection}.
     */
    public static RestClient connectingAnew(URI server, String token) {
        return new RestClient(server, token, null, true);
    }

    /**
     * An answer.
     *
     * @param body as JSON; missing when it was empty, a text when it was none
     * @param repeated how often the same request was answered before that {@linkplain #saysStoreTooSlow() the store is too slow}
     */
    public record Answer(int status, JsonNode body, int repeated) {
        /** The body, when the status is one of 2xx; else throws with what came. */
        public JsonNode expectSuccess() {
            if (status < 200 || status > 299) {
                throw new IllegalStateException("status " + status + ": " + body);
            }
            return body;
        }

        /** Whether it is what a node says when Redis did not take a command within the second that it has: nothing was stored, or nobody knows. */
        public boolean saysStoreTooSlow() {
            String kind = body.path("type").asText();
            return status == 503 && (kind.endsWith(":outcome-unknown") || kind.endsWith(":store-unavailable"));
        }
    }

    /**
     * The same as {@link #call}, and again for 30 s as long as the answer {@linkplain Answer#saysStoreTooSlow() is that the store is too
     * slow}: for what a test needs done and does not judge, since on a busy machine Redis may well miss its second. Only for requests that
     * come to the same when they are carried out twice: an unknown outcome is mostly that it was.
     */
    public Answer act(String method, String path, @Nullable Object body, String... headers)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + REPEATED_FOR_NANOS;
        Answer answer = call(method, path, body, headers);
        for (int repeated = 1; answer.saysStoreTooSlow() && System.nanoTime() < until; repeated++) {
            LockSupport.parkNanos(AGAIN_NANOS);
            Answer again = call(method, path, body, headers);
            answer = new Answer(again.status(), again.body(), repeated);
        }
        return answer;
    }

    /**
     * Makes what is not there yet, by POST, and again as {@link #act} does. That a repeated one is in conflict with what is there (409)
     * counts as made: a try before it made it, whose outcome nobody knew. At the first try it is a failure like any other.
     *
     * @throws IllegalStateException with what came, when nothing was made
     */
    public void make(String path, Object body) throws IOException, InterruptedException {
        Answer answer = act("POST", path, body);
        if (answer.status() != CONFLICT || answer.repeated() == 0) {
            answer.expectSuccess();
        }
    }

    /** Sends {@code method} to {@code path} below {@code /api/v1/}, with a JSON body when one is given, and with headers: name, value, and so on. */
    public Answer call(String method, String path, @Nullable Object body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(
                        body instanceof String text
                                ? text.getBytes(StandardCharsets.UTF_8)
                                : JSON.writeValueAsBytes(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, publisher)
                .timeout(Duration.ofSeconds(15))
                .header("Authorization", "Bearer " + token);
        if (anew) {
            request.header("Connection", "close");
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), body(response), 0);
    }

    /** What a balancer says by itself is no JSON. */
    private static JsonNode body(HttpResponse<byte[]> response) throws IOException {
        byte[] bytes = response.body();
        if (bytes.length == 0) {
            return JSON.missingNode();
        }
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return json ? JSON.readTree(bytes) : new TextNode(new String(bytes, StandardCharsets.UTF_8));
    }
}
