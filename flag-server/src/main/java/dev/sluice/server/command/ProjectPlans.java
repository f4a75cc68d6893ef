package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans for projects, environments and keys. Pure: the same state gives the same plan. */
final class ProjectPlans {
    /** The environments of a project for which none are named. */
    static final Map<String, String> ENVIRONMENTS = environments();

    private final String project;
    private final Intent intent;

    ProjectPlans(String project, Intent intent) {
        this.project = project;
        this.intent = intent;
    }

    /**
     * The wish for something new that has a key and a name.
     *
     * @param key its key
     * @param name what people call it
     * @param cloneOf the environment to copy, or null
     */
    record Named(String key, String name, @Nullable String cloneOf) {
        static Named read(JsonNode body, boolean mayClone) {
            Violations out = new Violations();
            Fields fields = Fields.ofBody(body, out);
            String key = fields.requiredKey("key");
            String name = Label.name(fields, key);
            String cloneOf = mayClone ? fields.key("cloneOf") : null;
            fields.refuseOthers();
            out.throwIfAny();
            return new Named(key, name, cloneOf);
        }
    }

    /** Makes a project with its first two environments. */
    Plan<ProjectDocument> create(@Nullable ProjectState state, String name) {
        if (state != null) {
            throw new ConflictException("project " + project + " exists already; expected a key that is not in use");
        }
        return create(name, draft -> {});
    }

    /** Fills a project that is being made. */
    interface Filling {
        void into(Draft draft);
    }

    /** Makes a project that has something in it from the start. */
    Plan<ProjectDocument> create(String name, Filling filling) {
        ProjectDocument document = ProjectDocument.initial(name, ENVIRONMENTS);
        Draft draft = new Draft(project, null, intent);
        draft.putDocument(document);
        ENVIRONMENTS.keySet().forEach(draft::createEnvironment);
        filling.into(draft);
        ObjectNode details = Json.object().put("project", project);
        details.set("environments", Json.array(ENVIRONMENTS.keySet()));
        return new Plan<>(draft.write(details), document);
    }

    /** Makes an environment in which all flags are disabled, or which is a copy of another. */
    Plan<Named> createEnvironment(@Nullable ProjectState state, Named wish) {
        ProjectView view = ProjectView.of(state, project);
        if (view.environments().contains(wish.key())) {
            throw new ConflictException(
                    "environment " + wish.key() + " exists already; expected a key that is not in use");
        }
        Draft draft = new Draft(project, state, intent);
        draft.putDocument(view.document().withEnvironment(wish.key(), wish.name()));
        draft.createEnvironment(wish.key());
        Optional<String> model = wish.cloneOf() == null
                ? view.environments().stream().findFirst()
                : Optional.of(view.environment(wish.cloneOf()).id().environment());
        if (model.isPresent()) {
            copySegments(draft, view, model.get(), wish);
            copyFlags(draft, view, model.get(), wish);
        }
        ObjectNode details = Json.object().put("environment", wish.key());
        if (wish.cloneOf() != null) {
            details.put("cloneOf", wish.cloneOf());
        }
        return new Plan<>(draft.write(details), wish);
    }

    /** Renames the project, archives or restores it. What nobody may change is not to be served: its keys are revoked before. */
    Plan<Label> patch(@Nullable ProjectState state, JsonNode patch, IfMatch ifMatch) {
        ProjectView view = ProjectView.of(state, project);
        ProjectDocument present = view.document();
        ifMatch.demand("project " + project, present.version());
        Label changed = present.label().patched(project, patch);
        if (changed.archived() && !present.archived()) {
            requireNoKeys(view.keys(), "project " + project);
        }
        return relabel(state, Json.object().put("project", project), present.label(), changed, present.label(changed));
    }

    /** Renames an environment, archives or restores it. */
    Plan<Label> patchEnvironment(@Nullable ProjectState state, String environment, JsonNode patch, IfMatch ifMatch) {
        ProjectView view = ProjectView.of(state, project);
        view.environment(environment);
        ProjectDocument present = view.document();
        ifMatch.demand("project " + project, present.version());
        Label before = present.label(environment);
        Label changed = before.patched(environment, patch);
        if (changed.archived() && !before.archived()) {
            List<KeyDocument> keys = view.keys().stream()
                    .filter(key -> key.environment().equals(environment))
                    .toList();
            requireNoKeys(keys, "environment " + environment);
        }
        ObjectNode details = Json.object().put("environment", environment);
        return relabel(state, details, before, changed, present.label(environment, changed));
    }

    private Plan<Label> relabel(
            @Nullable ProjectState state, ObjectNode details, Label before, Label after, ProjectDocument document) {
        if (after.equals(before)) {
            return new Plan<>(Optional.empty(), after);
        }
        Draft draft = new Draft(project, state, intent);
        draft.putDocument(document);
        details.set("before", before.json());
        details.set("after", after.json());
        return new Plan<>(draft.write(details), after);
    }

    private void requireNoKeys(List<KeyDocument> keys, String what) {
        List<Violation> valid = keys.stream()
                .filter(key -> key.isGood(intent.at()))
                .map(key -> new Violation("", "key " + key.id() + " (" + key.name() + ") of " + key.environment()))
                .toList();
        if (!valid.isEmpty()) {
            throw new ConflictException(
                    what + " still has " + valid.get(0).detail() + (valid.size() > 1 ? " and others" : "")
                            + "; expected its keys to be revoked first, so that nobody is served what can't be changed",
                    valid);
        }
    }

    private static void copySegments(Draft draft, ProjectView view, String model, Named wish) {
        if (wish.cloneOf() == null) {
            return;
        }
        List<SegmentDocument> copies = view.environment(model).segments().keySet().stream()
                .map(key -> view.segment(model, key).document())
                .toList();
        draft.putSegments(wish.key(), copies);
    }

    private static void copyFlags(Draft draft, ProjectView view, String model, Named wish) {
        for (String key : view.state().flags().keySet()) {
            Targeting targeting = view.targeting(model, key).document();
            draft.putTargeting(
                    wish.key(), view.flag(key).document(), wish.cloneOf() == null ? plain(targeting) : targeting);
        }
    }

    /** A disabled flag without any rules, that will serve what the model's last resort is. */
    static Targeting plain(Targeting model) {
        String off = model.offVariation();
        Serving last = model.fallthrough();
        if (last instanceof Serving.Split split) {
            String rest = split.restOr(off);
            last = new Serving.Fixed(
                    rest == null ? split.percent().keySet().iterator().next() : rest);
        }
        return Targeting.initial(off, last);
    }

    private static Map<String, String> environments() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("development", "Development");
        names.put("production", "Production");
        return Collections.unmodifiableMap(names);
    }
}
