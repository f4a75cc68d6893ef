package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Variation;
import dev.sluice.server.command.ProjectFile.WantedFlag;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans to have in force what a file says, all of it or nothing. What the file does not name stays as it is, or with {@code prune} is
 * removed. Splits that come with their ranges keep them; others go on with the lines that are there. Pure: the same state gives the
 * same plan.
 */
final class ProjectImport {
    private final String project;
    private final ProjectFile file;
    private final boolean prune;
    private final boolean force;
    private final Intent intent;

    /**
     * @param prune whether flags and segments that the file does not name are removed
     * @param force whether that goes for enabled flags too
     */
    ProjectImport(String project, ProjectFile file, boolean prune, boolean force, Intent intent) {
        this.project = project;
        this.file = file;
        this.prune = prune;
        this.force = force;
        this.intent = intent;
    }

    /** The write, and what it changes, as {@code [{"what", "key", "environment"?, "action", "diff"}]}. */
    Plan<ArrayNode> plan(@Nullable ProjectState state) {
        return new Planning(state).plan();
    }

    /** One planning. */
    private final class Planning {
        private final @Nullable ProjectView view;
        private final Draft draft;
        private final ProjectDocument document;
        private final ArrayNode changes = Json.array();
        private final ImportSummary summary = new ImportSummary();
        private final Violations out = new Violations();

        Planning(@Nullable ProjectState state) {
            this.view = state == null ? null : ProjectView.of(state);
            this.draft = new Draft(project, state, intent);
            this.document = document();
        }

        Plan<ArrayNode> plan() {
            checkEnvironments();
            out.throwIfAny();
            putDocument();
            if (prune) {
                prune();
            }
            definitions();
            Map<String, Map<String, Targeting>> targeting = targeting();
            out.throwIfAny();
            document.environments().keySet().forEach(environment -> {
                Map<String, SegmentDocument> segments = file.segments().getOrDefault(environment, Map.of());
                draft.expect(environment, segments.values(), targeting.getOrDefault(environment, Map.of()));
                segments.values().forEach(segment -> put(environment, segment));
            });
            targeting.forEach((environment, flags) -> flags.forEach((flag, wanted) -> put(environment, flag, wanted)));
            out.throwIfAny();
            ObjectNode details = Json.object().put("project", project);
            details.set("imported", summary.json());
            return new Plan<>(changes.isEmpty() ? Optional.empty() : draft.write(details), changes);
        }

        private ProjectDocument document() {
            if (view == null) {
                return ProjectDocument.initial(
                        file.name() == null ? project : file.name(),
                        file.environments().isEmpty() ? ProjectPlans.ENVIRONMENTS : file.environments());
            }
            ProjectDocument present = view.document();
            Map<String, String> environments = new LinkedHashMap<>(present.environments());
            environments.putAll(file.environments());
            String name = file.name() == null ? present.name() : file.name();
            boolean same = name.equals(present.name()) && environments.equals(present.environments());
            return same ? present : present.named(name, environments);
        }

        private void checkEnvironments() {
            String known = "one of " + String.join(", ", document.environments().keySet());
            file.segments().keySet().stream()
                    .filter(environment -> !document.environments().containsKey(environment))
                    .forEach(environment -> out.refuse("/segments", Json.quote(environment), known));
            file.flags()
                    .forEach((flag, wanted) -> wanted.targeting().keySet().stream()
                            .filter(environment -> !document.environments().containsKey(environment))
                            .forEach(environment ->
                                    out.refuse("/flags/" + flag + "/environments", Json.quote(environment), known)));
        }

        private void putDocument() {
            ProjectDocument before = view == null ? null : view.document();
            if (document.equals(before)) {
                return;
            }
            draft.putDocument(document);
            document.environments().keySet().stream()
                    .filter(key -> view == null || !view.environments().contains(key))
                    .forEach(draft::createEnvironment);
            changed("project", project, null, before == null ? null : json(before), json(document));
        }

        private static ObjectNode json(ProjectDocument document) {
            ObjectNode json = Json.object().put("name", document.name());
            ObjectNode environments = json.putObject("environments");
            document.environments().forEach(environments::put);
            return json;
        }

        private void prune() {
            if (view == null) {
                return;
            }
            ProjectView present = view;
            List<String> enabled = new ArrayList<>();
            for (String flag : present.state().flags().keySet()) {
                if (!file.flags().containsKey(flag)) {
                    FlagDefinition definition = present.flag(flag).document();
                    boolean serves = present.environments().stream()
                            .flatMap(environment -> present.findTargeting(environment, flag).stream())
                            .anyMatch(targeting -> targeting.document().enabled());
                    if (serves && !definition.archived() && !force) {
                        enabled.add(flag);
                    }
                    draft.removeFlag(flag);
                    changed("flag", flag, null, ProjectExport.definition(definition), null);
                    summary.removedFlag(present, definition);
                }
            }
            if (!enabled.isEmpty()) {
                throw new ConflictException(
                        "flag " + String.join(", ", enabled)
                                + " is not in the file and still enabled; expected it to be disabled or archived first, or force=true");
            }
            for (String environment : present.environments()) {
                Set<String> wanted =
                        file.segments().getOrDefault(environment, Map.of()).keySet();
                for (String segment :
                        present.environment(environment).segments().keySet()) {
                    if (!wanted.contains(segment)) {
                        Stored<SegmentDocument> gone = present.segment(environment, segment);
                        draft.removeSegment(environment, gone);
                        segmentChanged(environment, segment, gone.document(), null);
                    }
                }
            }
        }

        private void definitions() {
            file.flags().forEach((key, wanted) -> {
                Stored<FlagDefinition> before =
                        view == null ? null : view.findFlag(key).orElse(null);
                if (before == null || !before.document().equals(wanted.definition())) {
                    draft.putDefinition(wanted.definition());
                    changed(
                            "flag",
                            key,
                            null,
                            before == null ? null : ProjectExport.definition(before.document()),
                            ProjectExport.definition(wanted.definition()));
                }
            });
        }

        /** Who gets what, by environment and flag, wherever the file says so or something about it has to be written anew. */
        private Map<String, Map<String, Targeting>> targeting() {
            Map<String, Map<String, Targeting>> all = new LinkedHashMap<>();
            Set<String> flags = new LinkedHashSet<>(file.flags().keySet());
            if (view != null && !prune) {
                flags.addAll(view.state().flags().keySet());
            }
            for (String environment : document.environments().keySet()) {
                Map<String, Targeting> here = new LinkedHashMap<>();
                for (String flag : flags) {
                    Targeting wanted = targeting(environment, flag);
                    if (wanted != null) {
                        here.put(flag, wanted);
                    }
                }
                all.put(environment, here);
            }
            return all;
        }

        private @Nullable Targeting targeting(String environment, String flag) {
            WantedFlag wanted = file.flags().get(flag);
            Targeting named = wanted == null ? null : wanted.targeting().get(environment);
            if (named != null) {
                return named;
            }
            Stored<Targeting> present = view == null || !view.environments().contains(environment)
                    ? null
                    : view.findTargeting(environment, flag).orElse(null);
            if (present == null) {
                return first(flag, wanted);
            }
            boolean untouched =
                    wanted == null && present.document().prerequisites().isEmpty();
            return untouched ? null : present.document();
        }

        /** A disabled flag, in an environment of which nobody says anything: as elsewhere, without rules. */
        private @Nullable Targeting first(String flag, @Nullable WantedFlag wanted) {
            Optional<Targeting> model = wanted == null
                    ? Optional.empty()
                    : wanted.targeting().values().stream().findFirst();
            if (model.isEmpty() && view != null && view.findFlag(flag).isPresent()) {
                ProjectView present = view;
                model = present.environments().stream()
                        .flatMap(environment -> present.findTargeting(environment, flag).stream())
                        .map(Stored::document)
                        .findFirst();
            }
            if (model.isPresent()) {
                return ProjectPlans.plain(model.get());
            }
            List<String> names = wanted == null
                    ? List.of()
                    : wanted.definition().variations().stream()
                            .map(Variation::name)
                            .toList();
            if (names.equals(List.of("on", "off"))) {
                return Targeting.initial("off", new Serving.Fixed("on"));
            }
            out.missing("/flags/" + flag + "/environments", "who gets what in at least one environment");
            return null;
        }

        private void put(String environment, SegmentDocument segment) {
            Stored<SegmentDocument> before =
                    view == null || !view.environments().contains(environment)
                            ? null
                            : view.findSegment(environment, segment.key()).orElse(null);
            String pointer = "/segments/" + environment + "/" + segment.key();
            ProjectFile.at(out, pointer, () -> draft.putSegment(environment, segment, before));
            if (before == null || !before.document().equals(segment)) {
                document.requireInUse(environment);
                segmentChanged(environment, segment.key(), before == null ? null : before.document(), segment);
            }
        }

        private void segmentChanged(
                String environment, String key, @Nullable SegmentDocument before, @Nullable SegmentDocument after) {
            ObjectNode one = before == null ? null : ProjectExport.segment(before);
            ObjectNode other = after == null ? null : ProjectExport.segment(after);
            changed("segment", key, environment, one, other);
            summary.segment(environment, key, one, other);
        }

        private void put(String environment, String flag, Targeting wanted) {
            Stored<Targeting> before = view == null || !view.environments().contains(environment)
                    ? null
                    : view.findTargeting(environment, flag).orElse(null);
            WantedFlag named = file.flags().get(flag);
            FlagDefinition definition = named != null
                    ? named.definition()
                    : view == null ? null : view.flag(flag).document();
            if (definition == null) {
                throw new IllegalStateException("flag " + flag + " is neither wanted nor there");
            }
            Stored<Targeting> after = ProjectFile.at(out, "/flags/" + flag + "/environments/" + environment, () -> {
                FileLines.check(wanted);
                Targeting lines = before == null ? wanted : FileLines.over(wanted, before.document());
                return draft.putTargeting(environment, definition, wanted, lines);
            });
            if (after != null && (before == null || !after.document().equals(before.document()))) {
                if (named != null && named.targeting().containsKey(environment)) {
                    document.requireInUse(environment);
                }
                changed(
                        "targeting",
                        flag,
                        environment,
                        before == null ? null : before.document().json(),
                        after.document().json());
                if (before != null
                        && TargetingPlans.isUrgent(new Acted(
                                new FlagPlace(project, environment, flag), definition, before, after, null, false))) {
                    draft.urgent(environment);
                }
            }
        }

        private void changed(
                String what,
                String key,
                @Nullable String environment,
                @Nullable JsonNode before,
                @Nullable JsonNode after) {
            ObjectNode change = changes.addObject().put("what", what).put("key", key);
            if (environment != null) {
                change.put("environment", environment);
            }
            change.put("action", before == null ? "create" : after == null ? "delete" : "change");
            change.set("diff", Diff.of(before, after));
            summary.change(change);
        }
    }
}
