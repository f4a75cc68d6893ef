package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans for the segments of one environment. Pure: the same state gives the same plan. */
final class SegmentPlans {
    private static final String[] READ_ONLY = {"version", "lastChange"};

    private final String project;
    private final String environment;
    private final IfMatch ifMatch;
    private final Intent intent;

    SegmentPlans(String project, String environment, IfMatch ifMatch, Intent intent) {
        this.project = project;
        this.environment = environment;
        this.ifMatch = ifMatch;
        this.intent = intent;
    }

    /** Makes a segment that is not there yet. */
    Plan<Stored<SegmentDocument>> create(@Nullable ProjectState state, String key, JsonNode body) {
        ProjectView view = ProjectView.of(state, project);
        if (view.findSegment(environment, key).isPresent()) {
            throw new ConflictException("segment " + key + " exists already; expected a key that is not in use");
        }
        return put(state, null, SegmentDocument.authored(key, body));
    }

    /** Makes a segment, or replaces the one that is there. */
    Plan<SegmentPut> put(@Nullable ProjectState state, String key, JsonNode body) {
        Optional<Stored<SegmentDocument>> present =
                ProjectView.of(state, project).findSegment(environment, key);
        SegmentDocument segment = authored(key, body, present.orElse(null));
        if (present.isPresent() && !present.get().document().equals(segment)) {
            ifMatch.demand("segment " + key, present.get().version());
        }
        Plan<Stored<SegmentDocument>> plan = put(state, present.orElse(null), segment);
        return new Plan<>(plan.write(), new SegmentPut(plan.result(), present.isEmpty()));
    }

    /** Merges into a segment. */
    Plan<Stored<SegmentDocument>> patch(@Nullable ProjectState state, String key, JsonNode patch) {
        Stored<SegmentDocument> present = ProjectView.of(state, project).segment(environment, key);
        ifMatch.demand("segment " + key, present.version());
        return put(
                state,
                present,
                authored(key, MergePatch.document(present.document().json(), patch), present));
    }

    /** Adds keys to one of its lists, or removes them: all or nothing. */
    Plan<MembersChanged> members(@Nullable ProjectState state, String key, MembersChange change) {
        Stored<SegmentDocument> present = ProjectView.of(state, project).segment(environment, key);
        Plan<Stored<SegmentDocument>> plan = put(state, present, change.apply(present.document()));
        return new Plan<>(plan.write(), new MembersChanged(environment, change, present.document(), plan.result()));
    }

    /** Removes a segment that nothing uses. */
    Plan<String> delete(@Nullable ProjectState state, String key) {
        ProjectView view = ProjectView.of(state, project);
        Stored<SegmentDocument> present = view.segment(environment, key);
        view.document().requireInUse(environment);
        ifMatch.honour("segment " + key, present.version());
        List<String> users = users(view, environment, key);
        if (!users.isEmpty()) {
            throw new ConflictException("segment " + key + " cannot be deleted: it is used by "
                    + String.join(", ", users) + "; expected nothing to use it");
        }
        Draft draft = new Draft(project, state, intent);
        draft.removeSegment(environment, present);
        return new Plan<>(draft.write(details(key, present.document(), null)), key);
    }

    private static SegmentDocument authored(String key, JsonNode body, @Nullable Stored<SegmentDocument> present) {
        Violations out = new Violations();
        ObjectNode shown = present == null
                ? Json.object()
                : present.json(present.document().json());
        JsonNode stripped = ReadOnly.fields(body, shown, out, READ_ONLY);
        out.throwIfAny();
        return SegmentDocument.authored(key, stripped);
    }

    private Plan<Stored<SegmentDocument>> put(
            @Nullable ProjectState state, @Nullable Stored<SegmentDocument> present, SegmentDocument segment) {
        ProjectView view = ProjectView.of(state, project);
        view.environment(environment);
        view.document().requireInUse(environment);
        if (present != null) {
            ifMatch.honour("segment " + segment.key(), present.version());
        }
        Draft draft = new Draft(project, state, intent);
        Stored<SegmentDocument> after = draft.putSegment(environment, segment, present);
        SegmentDocument before = present == null ? null : present.document();
        return new Plan<>(draft.write(details(segment.key(), before, segment)), after);
    }

    private ObjectNode details(String key, @Nullable SegmentDocument before, @Nullable SegmentDocument after) {
        ObjectNode details = Json.object().put("environment", environment).put("segment", key);
        if (before != null) {
            details.set("before", before.json());
        }
        if (after != null) {
            details.set("after", after.json());
        }
        return details;
    }

    /** What uses a segment, in words. */
    static List<String> users(ProjectView view, String environment, String key) {
        List<String> users = new ArrayList<>();
        for (String flag : view.environment(environment).targeting().keySet()) {
            boolean uses = view.targeting(environment, flag).document().rules().stream()
                    .anyMatch(rule -> uses(rule.when(), key));
            if (uses) {
                users.add("flag " + flag);
            }
        }
        for (String segment : view.environment(environment).segments().keySet()) {
            List<SegmentRule> rules =
                    view.segment(environment, segment).document().rules();
            if (rules.stream().anyMatch(rule -> uses(rule.when(), key))) {
                users.add("segment " + segment);
            }
        }
        return users;
    }

    private static boolean uses(List<Clause> clauses, String segment) {
        return clauses.stream()
                .anyMatch(clause ->
                        clause.op() == Operator.IN_SEGMENT && clause.values().contains(segment));
    }
}
