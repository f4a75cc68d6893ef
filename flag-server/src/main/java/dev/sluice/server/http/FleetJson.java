package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.fleet.FleetView;
import dev.sluice.server.fleet.FleetView.NodeStanding;
import dev.sluice.server.fleet.Instance;
import dev.sluice.server.json.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the fleet looks in JSON. */
final class FleetJson {

    private FleetJson() {}

    /** The view, with how far everybody is behind the state that this node serves. */
    static ObjectNode of(FleetView view, StateId newest) {
        ArrayNode items = Json.array();
        view.instances().forEach(instance -> items.add(instance(instance, newest)));
        ObjectNode json = ProjectsApi.page(items);
        ArrayNode nodes = json.putArray("nodes");
        view.nodes().forEach(node -> nodes.add(node(node, newest)));
        return json.put("unlisted", view.unlisted());
    }

    private static ObjectNode node(NodeStanding node, StateId newest) {
        ObjectNode json = Json.object()
                .put("node", node.name())
                .put("version", node.version())
                .put("uptimeSeconds", node.uptime().toSeconds())
                .put("answered", node.answered());
        if (!node.answered()) {
            json.put("silentSeconds", node.silence().toSeconds());
        }
        put(json, "state", node.state(), newest);
        json.put("sessions", node.sessions()).put("store", node.store());
        json.set("overrides", overrides(node.overrides()));
        return json;
    }

    private static ObjectNode instance(Instance instance, StateId newest) {
        ObjectNode json = Json.object()
                .put("instance", instance.id())
                .put("application", instance.application())
                .put("sdk", instance.sdk())
                .put("node", instance.node())
                .put("session", instance.session())
                .put("connectedAt", instance.connectedAt().toString())
                .put("lastSeenAt", instance.lastSeenAt().toString())
                .put("polling", instance.polling())
                .put("lost", instance.lost());
        put(json, "acked", instance.acked(), newest);
        ArrayNode list = json.putArray("notUnderstood");
        instance.notUnderstood()
                .forEach(flag -> list.addObject().put("flag", flag.flag()).put("why", flag.why()));
        json.set("overrides", overrides(instance.overrides()));
        json.put("geo", instance.geo().isEmpty() ? null : instance.geo());
        return json.put("droppedWindows", instance.droppedWindows());
    }

    private static void put(ObjectNode json, String name, @Nullable StateId state, StateId newest) {
        if (state == null) {
            json.putNull(name).putNull("behind");
            return;
        }
        json.putObject(name)
                .put("epoch", state.epoch().toString())
                .put("revision", state.revision())
                .put("hash", state.hash().toString());
        if (state.epoch().equals(newest.epoch())) {
            json.put("behind", Math.max(0, newest.revision() - state.revision()));
        } else {
            json.putNull("behind");
        }
    }

    private static ObjectNode overrides(Map<String, String> overrides) {
        ObjectNode json = Json.object();
        new TreeMap<>(overrides).forEach(json::put);
        return json;
    }
}
