package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Sealed;
import dev.sluice.server.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of an act that came with an {@code Idempotency-Key}: which request it was, and its answer once there is one.
 *
 * <pre>
 * 'w'  fingerprint of the request (32)  nonce            is being worked on
 * 'a'  fingerprint of the request (32)  sealed answer    has been answered
 *
 * an answer: length of its head (4), its head in JSON, its body as it was sent
 * </pre>
 *
 * Bytes as they are: an answer may be larger and deeper than a body that is sent to us.
 */
final class KeptAct {
    private static final byte WORKED_ON = 'w';
    private static final byte ANSWERED = 'a';
    private static final int FINGERPRINT = 32;

    private final byte[] fingerprint;
    private final byte @Nullable [] sealed;

    private KeptAct(byte[] fingerprint, byte @Nullable [] sealed) {
        this.fingerprint = fingerprint;
        this.sealed = sealed;
    }

    /**
     * What is stored while a request is being worked on.
     *
     * @param nonce drawn for it: what tells it from the claims of all other attempts
     */
    static byte[] claim(byte[] fingerprint, byte[] nonce) {
        return ByteBuffer.allocate(1 + FINGERPRINT + nonce.length)
                .put(WORKED_ON)
                .put(fingerprint)
                .put(nonce)
                .array();
    }

    /** What is stored of a request that was answered; only who has the key can read the answer. */
    static byte[] answered(byte[] fingerprint, byte[] key, Reply reply) {
        byte[] sealed = Sealed.seal(key, bytes(reply));
        return ByteBuffer.allocate(1 + FINGERPRINT + sealed.length)
                .put(ANSWERED)
                .put(fingerprint)
                .put(sealed)
                .array();
    }

    /** What was stored; empty if another version did that, in a form that is not known here. */
    static Optional<KeptAct> read(byte[] stored) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        if (stored.length < 1 + FINGERPRINT) {
            return Optional.empty();
        }
        byte form = buffer.get();
        byte[] fingerprint = bytes(buffer, FINGERPRINT);
        return switch (form) {
            case WORKED_ON -> Optional.of(new KeptAct(fingerprint, null));
            case ANSWERED -> Optional.of(new KeptAct(fingerprint, bytes(buffer, buffer.remaining())));
            default -> Optional.empty();
        };
    }

    /** Whether it was this request. */
    boolean isOf(byte[] request) {
        return MessageDigest.isEqual(fingerprint, request);
    }

    /** What it was answered, if it was yet. */
    Optional<Reply> answer(byte[] key) {
        return sealed == null ? Optional.empty() : Optional.of(reply(Sealed.open(key, sealed)));
    }

    private static byte[] bytes(Reply reply) {
        Buffer body = reply.rendered().bytes();
        ObjectNode head = Json.object().put("status", reply.status());
        ObjectNode headers = head.putObject("headers");
        reply.headers().forEach(headers::put);
        if (body != null) {
            head.put("mediaType", reply.mediaType());
        }
        byte[] written = Json.write(head);
        return Buffer.buffer()
                .appendInt(written.length)
                .appendBytes(written)
                .appendBuffer(body == null ? Buffer.buffer() : body)
                .getBytes();
    }

    private static Reply reply(byte[] opened) {
        ByteBuffer buffer = ByteBuffer.wrap(opened);
        ObjectNode head = Json.stored(bytes(buffer, buffer.getInt()));
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : head.path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        Reply answer = head.has("mediaType")
                ? Reply.bytes(head.path("mediaType").asText(), bytes(buffer, buffer.remaining()))
                : Reply.nothing();
        return new Reply(head.path("status").asInt(), null, headers, answer.mediaType(), answer.bytes());
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
