package dev.sluice.server.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The events of a stream as bytes. Data is always one line of JSON. */
final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DATA = ascii("data: ");

    private Events() {}

    static Buffer hello(String session, String node, EnvironmentId environment, long ackSpread, long reportEvery) {
        ObjectNode data = JSON.createObjectNode();
        data.put("session", session);
        data.put("node", node);
        data.put("project", environment.project());
        data.put("environment", environment.environment());
        data.put("ackSpreadMillis", ackSpread);
        data.put("reportEveryMillis", reportEvery);
        return event("hello", "", bytes(data));
    }

    static Buffer snapshot(StateId id, byte[] data) {
        return shared(event("snapshot", id.eventId().toString(), data).getBytes());
    }

    static Buffer delta(StateId id, byte[] data) {
        return shared(event("delta", id.eventId().toString(), data).getBytes());
    }

    static Buffer refetch(StateId id, long withinMillis) {
        return event("refetch", "", bytes(state(id).put("withinMillis", withinMillis)));
    }

    static Buffer heartbeat(StateId id) {
        return shared(event("heartbeat", "", bytes(state(id))).getBytes());
    }

    static Buffer stale(Staleness stale) {
        ObjectNode data = JSON.createObjectNode();
        data.put("since", stale.since().toString());
        data.put("forMillis", stale.forMillis());
        return event("stale", "", bytes(data));
    }

    static Buffer fresh() {
        return event("fresh", "", bytes(JSON.createObjectNode()));
    }

    static Buffer bye(String reason, long reconnectAfterMillis) {
        ObjectNode data = JSON.createObjectNode();
        data.put("reason", reason);
        data.put("reconnectAfterMillis", reconnectAfterMillis);
        return event("bye", "", bytes(data));
    }

    /**
     * The same bytes outside of the heap, for what is written to many sockets: a socket reads them where they are, while bytes of the heap
     * are copied once for each socket, and held until it has taken them. They are given back when nobody refers to them any more.
     */
    static Buffer shared(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return BufferInternal.buffer(Unpooled.wrappedBuffer(direct));
    }

    private static ObjectNode state(StateId id) {
        ObjectNode data = JSON.createObjectNode();
        data.put("epoch", id.epoch().toString());
        data.put("revision", id.revision());
        data.put("hash", id.hash().toString());
        return data;
    }

    private static Buffer event(String name, String id, byte[] data) {
        Buffer buffer = Buffer.buffer(data.length + name.length() + id.length() + 24);
        buffer.appendString("event: ").appendString(name).appendByte((byte) '\n');
        if (!id.isEmpty()) {
            buffer.appendString("id: ").appendString(id).appendByte((byte) '\n');
        }
        buffer.appendBytes(DATA).appendBytes(data);
        return buffer.appendString("\n\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ObjectNode data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers could not be written", impossible);
        }
    }
}
