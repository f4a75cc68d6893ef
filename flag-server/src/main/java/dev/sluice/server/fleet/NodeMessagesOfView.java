package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.fleet.FleetView.NodeStanding;
import java.time.Duration;
import java.util.Map;

/** How a node's standing looks in a message between nodes. */
final class NodeMessagesOfView {

    private NodeMessagesOfView() {}

    static void put(ObjectNode json, NodeStanding node) {
        json.put("version", node.version())
                .put("uptimeMillis", node.uptime().toMillis())
                .put("sessions", node.sessions())
                .put("store", node.store());
        NodeMessages.put(json, node.state());
        NodeMessages.put(json, node.overrides());
    }

    static NodeStanding node(JsonNode json, String name) {
        return new NodeStanding(
                name,
                json.path("version").asText(),
                Duration.ofMillis(json.path("uptimeMillis").asLong()),
                true,
                Duration.ZERO,
                NodeMessages.stateOrNull(json),
                json.path("sessions").asInt(),
                json.path("store").asText(),
                NodeMessages.overrides(json));
    }

    static NodeStanding unanswered(Nodes.Other other) {
        return new NodeStanding(
                other.name(),
                other.entry().version(),
                other.entry().uptime(),
                false,
                other.silence(),
                null,
                0,
                "",
                Map.of());
    }
}
