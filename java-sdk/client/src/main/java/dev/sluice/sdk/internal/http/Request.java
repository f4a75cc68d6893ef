package dev.sluice.sdk.internal.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the server.
 *
 * @param path below the server's address, with its leading slash: {@code /sdk/v1/stream}
 * @param headers those of this request; the ones that every request carries are the transport's
 * @param body JSON, which makes it a POST; null makes it a GET
 */
@SuppressWarnings("ArrayRecordComponent") // a request is sent once and never compared
public record Request(String path, Map<String, String> headers, byte @Nullable [] body) {

    /** A GET. */
    public static Request get(String path, Map<String, String> headers) {
        return new Request(path, Map.copyOf(headers), null);
    }

    /** A POST of JSON. */
    public static Request post(String path, byte[] json) {
        return new Request(path, Map.of(), json);
    }
}
