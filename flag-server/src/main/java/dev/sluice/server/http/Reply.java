package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers. Immutable.
 *
 * @param status the HTTP status
 * @param body the JSON to send, or null for none
 * @param headers headers to send, besides those that every answer has
 * @param mediaType what the body is
 * @param bytes the body as it is sent, if it has been written already
 */
record Reply(
        int status,
        @Nullable JsonNode body,
        Map<String, String> headers,
        String mediaType,
        @Nullable Buffer bytes) {
    static Reply ok(JsonNode body) {
        return of(200, body);
    }

    static Reply of(int status, JsonNode body) {
        return new Reply(status, body, Map.of(), "application/json", null);
    }

    /** What has been written already, in this media type. */
    static Reply bytes(String mediaType, byte[] written) {
        return new Reply(200, null, Map.of(), mediaType, Buffer.buffer(written));
    }

    static Reply nothing() {
        return new Reply(204, null, Map.of(), "application/json", null);
    }

    /** With the version of the document as its ETag. */
    Reply etag(long version) {
        return header("ETag", "\"" + version + "\"");
    }

    Reply header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Reply(status, body, all, mediaType, bytes);
    }

    Reply as(String type) {
        return new Reply(status, body, headers, type, bytes);
    }

    /** The same with its body written, on the thread that calls this. */
    Reply rendered() {
        return body == null || bytes != null
                ? this
                : new Reply(status, body, headers, mediaType, Buffer.buffer(Json.write(body)));
    }

    void send(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) {
            return;
        }
        headers.forEach(response::putHeader);
        response.setStatusCode(status);
        if (body == null && bytes == null) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", mediaType);
        if (!response.headers().contains("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
        }
        response.end(bytes != null ? bytes : Buffer.buffer(Json.write(Objects.requireNonNull(body))));
    }
}
