package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.fleet.Attempt;
import dev.sluice.server.fleet.Attempts;
import dev.sluice.server.fleet.KeyUse;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentId;

/** How calls with keys look in JSON. */
final class AttemptsJson {

    private AttemptsJson() {}

    static ObjectNode of(Attempts attempts) {
        ArrayNode items = Json.array();
        attempts.failed().forEach(each -> items.add(attempt(each)));
        ObjectNode json = ProjectsApi.page(items);
        ArrayNode uses = json.putArray("uses");
        attempts.uses().forEach(each -> uses.add(use(each)));
        ArrayNode silent = json.putArray("silent");
        attempts.silent().forEach(silent::add);
        return json;
    }

    private static ObjectNode attempt(Attempt attempt) {
        EnvironmentId environment = attempt.environment();
        return Json.object()
                .put("trouble", attempt.trouble().word())
                .put("words", attempt.trouble().words())
                .put("environment", environment == null ? null : environment.environment())
                .put("key", attempt.key())
                .put("application", attempt.application())
                .put("sdk", attempt.sdk())
                .put("address", attempt.address())
                .put("node", attempt.node())
                .put("firstAt", attempt.firstAt().toString())
                .put("lastAt", attempt.lastAt().toString())
                .put("count", attempt.count());
    }

    private static ObjectNode use(KeyUse use) {
        return Json.object()
                .put("key", use.key())
                .put("environment", use.environment().environment())
                .put("via", use.via().word())
                .put("application", use.application())
                .put("sdk", use.sdk())
                .put("lastUsedAt", use.at().toString());
    }
}
