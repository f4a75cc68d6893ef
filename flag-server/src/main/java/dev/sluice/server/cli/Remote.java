package dev.sluice.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server's REST API: one request, one answer. For one thread. */
final class Remote {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /** Reads what a server of ours says, which is as large as what it holds: a whole project, and deeper than a body may be. */
    private static final ObjectMapper ANSWERS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;

    /**
     * @param server where it is
     * @param token sent in the Authorization header only
     */
    Remote(URI server, String token) {
        this.base = URI.create(server.toString().replaceAll("/+$", "") + "/api/v1/");
        this.token = token;
    }

    /**
     * What came back.
     *
     * @param from the server's address
     */
    record Answer(URI from, int status, String text) {
        JsonNode json() throws UnreadableException {
            try {
                JsonNode json = ANSWERS.readTree(text);
                if (!json.isMissingNode()) {
                    return json;
                }
            } catch (JsonProcessingException e) {
                throw new UnreadableException(this, e);
            }
            throw new UnreadableException(this, null);
        }
    }

    /** The server took the request and gave an answer of 2xx that can't be read. */
    static final class UnreadableException extends FailedException {
        private static final long serialVersionUID = 1L;

        private UnreadableException(Answer answer, @Nullable JsonProcessingException cause) {
            super("the answer can't be read: " + (cause == null ? "it is empty" : cause.getOriginalMessage())
                    + "; expected JSON of a Sluice server. " + answer.from() + " took the request and answered "
                    + answer.status() + ": look at what is in force before you send it again");
        }
    }

    /** The server refuses, fails, or is not there; the message says it in one line. */
    static class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    Answer get(String path) throws FailedException, InterruptedException {
        return send("GET", path, null, null);
    }

    Answer send(String method, String path, JsonNode body) throws FailedException, InterruptedException {
        return send(method, path, Json.write(body), "application/json");
    }

    /** Sends this; gives the answer if it is one of 2xx. */
    Answer send(String method, String path, byte @Nullable [] body, @Nullable String type)
            throws FailedException, InterruptedException {
        HttpRequest.BodyPublisher sent =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        return exchange(method, path, sent, type);
    }

    /** Posts a file, which is not held in memory. */
    Answer upload(String path, Path file, String type)
            throws FailedException, InterruptedException, FileNotFoundException {
        return exchange("POST", path, HttpRequest.BodyPublishers.ofFile(file), type);
    }

    private Answer exchange(String method, String path, HttpRequest.BodyPublisher sent, @Nullable String type)
            throws FailedException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token)
                .method(method, sent);
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FailedException("no answer from " + base.resolve("/") + ": " + reason(e));
        }
        if (answer.statusCode() >= 300) {
            throw new FailedException(refusal(answer));
        }
        return new Answer(base.resolve("/"), answer.statusCode(), answer.body());
    }

    /** A part of a path or a query, as it may stand in an address. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String refusal(HttpResponse<String> answer) {
        StringBuilder text = new StringBuilder();
        try {
            JsonNode problem = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
            text.append(problem.path("detail").asText());
            for (int i = 1; i < problem.path("errors").size(); i++) {
                text.append('\n')
                        .append(problem.path("errors").get(i).path("detail").asText());
            }
        } catch (MalformedBodyException noJson) {
            text.setLength(0);
        }
        return text.isEmpty() ? "the server answered " + answer.statusCode() : text.toString();
    }
}
