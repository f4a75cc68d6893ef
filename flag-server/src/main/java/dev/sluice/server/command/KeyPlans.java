package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans for SDK keys. Sees digests, never keys. Pure: the same state gives the same plan. */
final class KeyPlans {
    private static final int LONGEST_NAME = 200;
    private static final String SDK = "sdk";

    private final String project;
    private final Intent intent;

    KeyPlans(String project, Intent intent) {
        this.project = project;
        this.intent = intent;
    }

    /** Makes a key known by its digest. */
    Plan<KeyDocument> create(@Nullable ProjectState state, String digest, JsonNode body) {
        ProjectView view = ProjectView.of(state, project);
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String environment = fields.requiredKey("environment");
        String kind = fields.text("kind", LONGEST_NAME, SDK);
        String name = fields.text("name", LONGEST_NAME, "");
        fields.refuseOthers();
        if (!kind.equals(SDK)) {
            out.refuse("/kind", Json.quote(kind), "\"sdk\"");
        }
        if (!environment.isEmpty() && !view.environments().contains(environment)) {
            out.refuse("/environment", Json.quote(environment), "one of " + String.join(", ", view.environments()));
        }
        out.throwIfAny();
        KeyDocument key = new KeyDocument(digest, environment, name, intent.at(), intent.actor());
        return put(state, key);
    }

    /** Makes sure that a key from outside is known; nothing to do if it is. */
    Plan<KeyDocument> ensure(@Nullable ProjectState state, String digest, String environment, String name) {
        ProjectView view = ProjectView.of(state, project);
        view.environment(environment);
        KeyDocument key = new KeyDocument(digest, environment, name, intent.at(), intent.actor());
        return view.state().keys().containsKey(digest) ? new Plan<>(Optional.empty(), key) : put(state, key);
    }

    /** Revokes a key for good. */
    Plan<KeyDocument> revoke(@Nullable ProjectState state, String id) {
        ProjectView view = ProjectView.of(state, project);
        KeyDocument key = view.keys().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        "key", id, view.keys().stream().map(KeyDocument::id).toList()));
        Draft draft = new Draft(project, state, intent);
        draft.putKey(key.digest(), Optional.empty());
        return new Plan<>(draft.write(details(key)), key);
    }

    private Plan<KeyDocument> put(@Nullable ProjectState state, KeyDocument key) {
        Draft draft = new Draft(project, state, intent);
        draft.putKey(key.digest(), Optional.of(key.write()));
        return new Plan<>(draft.write(details(key)), key);
    }

    private static ObjectNode details(KeyDocument key) {
        return Json.object()
                .put("key", key.id())
                .put("environment", key.environment())
                .put("name", key.name());
    }
}
