package dev.sluice.server.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The events of a stream as bytes. Data is always one line of JSON. */
final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        return event("snapshot", id.eventId().toString(), data);
    }

    static Buffer delta(StateId id, byte[] data) {
        return event("delta", id.eventId().toString(), data);
    }

    static Buffer heartbeat(StateId id) {
        ObjectNode data = JSON.createObjectNode();
        data.put("epoch", id.epoch().toString());
        data.put("revision", id.revision());
        data.put("hash", id.hash().toString());
        return event("heartbeat", "", bytes(data));
    }

    static Buffer stale(Instant since) {
        return event("stale", "", bytes(JSON.createObjectNode().put("since", since.toString())));
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

    private static Buffer event(String name, String id, byte[] data) {
        Buffer buffer = Buffer.buffer(data.length + name.length() + id.length() + 24);
        buffer.appendString("event: ").appendString(name).appendByte((byte) '\n');
        if (!id.isEmpty()) {
            buffer.appendString("id: ").appendString(id).appendByte((byte) '\n');
        }
        buffer.appendBytes("data: ".getBytes(StandardCharsets.US_ASCII)).appendBytes(data);
        return buffer.appendString("\n\n");
    }

    private static byte[] bytes(ObjectNode data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers could not be written", impossible);
        }
    }
}
