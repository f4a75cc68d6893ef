package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to a project. Each command plans on the newest state and is written as one; if somebody was
 * faster it is planned again. Fails with a {@link dev.sluice.server.json.RefusedException} and nothing stored, or with
 * what the store says. Safe on any thread.
 */
public final class Commands {
    private final Workspace workspace;

    /** Commands on this workspace. */
    public Commands(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Makes a project; gives its key. */
    public Future<Done<String>> createProject(JsonNode body, Intent intent) {
        return guarded(() -> {
            ProjectPlans.Named wish = ProjectPlans.Named.read(body, false);
            if (isOwn(wish.key())) {
                throw InvalidException.of(
                        "/key", Json.quote(wish.key()), "a key that does not begin with " + Workspace.OWN);
            }
            return run(wish.key(), state -> {
                Plan<ProjectDocument> plan = new ProjectPlans(wish.key(), intent).create(state, wish.name());
                return new Plan<>(plan.write(), wish.key());
            });
        });
    }

    /** Makes an environment; gives its key. */
    public Future<Done<String>> createEnvironment(String project, JsonNode body, Intent intent) {
        return guarded(() -> {
            ProjectPlans.Named wish = ProjectPlans.Named.read(body, true);
            return in(project, state -> {
                Plan<ProjectPlans.Named> plan = new ProjectPlans(project, intent).createEnvironment(state, wish);
                return new Plan<>(plan.write(), wish.key());
            });
        });
    }

    /** Merges into a project's own document; gives its key. */
    public Future<Done<String>> patchProject(String project, JsonNode patch, IfMatch ifMatch, Intent intent) {
        return here(project, state -> {
            Plan<Label> plan = new ProjectPlans(project, intent).patch(state, patch, ifMatch);
            return new Plan<>(plan.write(), project);
        });
    }

    /** Merges into what an environment itself is; gives its key. */
    public Future<Done<String>> patchEnvironment(
            String project, String environment, JsonNode patch, IfMatch ifMatch, Intent intent) {
        return in(project, state -> {
            Plan<Label> plan = new ProjectPlans(project, intent).patchEnvironment(state, environment, patch, ifMatch);
            return new Plan<>(plan.write(), environment);
        });
    }

    /** Makes a flag, disabled, in all environments. */
    public Future<Done<Stored<FlagDefinition>>> createFlag(String project, JsonNode body, Intent intent) {
        return in(project, state -> new FlagPlans(project, intent).create(state, body));
    }

    /** Merges into a flag's definition. */
    public Future<Done<Stored<FlagDefinition>>> patchFlag(
            String project, String flag, JsonNode patch, IfMatch ifMatch, Intent intent) {
        return in(project, state -> new FlagPlans(project, intent).patch(state, flag, patch, ifMatch));
    }

    /** Removes a flag everywhere. */
    public Future<Done<String>> deleteFlag(String project, String flag, boolean force, IfMatch ifMatch, Intent intent) {
        return in(project, state -> new FlagPlans(project, intent).delete(state, flag, force, ifMatch));
    }

    /** Replaces a flag's targeting. */
    public Future<Done<Acted>> putTargeting(FlagPlace place, JsonNode body, IfMatch ifMatch, Intent intent) {
        return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).put(state, body));
    }

    /** Merges into a flag's targeting. */
    public Future<Done<Acted>> patchTargeting(FlagPlace place, JsonNode patch, IfMatch ifMatch, Intent intent) {
        return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).patch(state, patch));
    }

    /** Puts versions of a flag back as they were. */
    public Future<Done<Reverted>> revertFlag(String project, String flag, Revert wish, IfMatch ifMatch, Intent intent) {
        return kept(project, flag, wish)
                .compose(kept ->
                        in(project, state -> new FlagPlans(project, intent).revert(state, flag, kept, ifMatch)));
    }

    /**
     * What putting versions of a flag back would do.
     *
     * @param telling puts it into words, on a worker as the plan is made
     */
    public <T> Future<T> previewRevert(
            String project,
            String flag,
            Revert wish,
            IfMatch ifMatch,
            Intent intent,
            Vertx workers,
            Function<Reverted, T> telling) {
        return kept(project, flag, wish)
                .compose(kept -> workers.executeBlocking(
                        () -> telling.apply(new FlagPlans(project, intent.onTrial())
                                .revert(inUse(project), flag, kept, ifMatch.orAny())
                                .result()),
                        false));
    }

    private Future<Revert.Kept> kept(String project, String flag, Revert wish) {
        return guarded(() -> new FlagVersions(workspace, ProjectView.of(workspace, project), flag).kept(wish));
    }

    /** What replacing a flag's targeting would do. */
    public Acted previewTargeting(FlagPlace place, JsonNode body, IfMatch ifMatch, Intent intent) {
        return new TargetingPlans(place, ifMatch, intent)
                .preview(inUse(place.project()), body)
                .result();
    }

    /** Takes over a flag's targeting from another environment. */
    public Future<Done<Acted>> copyTargeting(FlagPlace place, String from, IfMatch ifMatch, Intent intent) {
        return guarded(() -> {
            String other = other(place.project(), from, intent);
            return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).copy(state, other));
        });
    }

    /** What taking over a flag's targeting from another environment would do. */
    public Acted previewCopy(FlagPlace place, String from, IfMatch ifMatch, Intent intent) {
        return new TargetingPlans(place, ifMatch.orAny(), intent.onTrial())
                .copy(inUse(place.project()), other(place.project(), from, intent))
                .result();
    }

    /** An environment that whoever asks may look at. */
    private String other(String project, String environment, Intent intent) {
        return ProjectView.of(workspace, project)
                .seenBy(intent.grants())
                .environment(environment)
                .id()
                .environment();
    }

    /** Enables or disables a flag. */
    public Future<Done<Acted>> enable(FlagPlace place, boolean enabled, IfMatch ifMatch, Intent intent) {
        return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).enable(state, enabled));
    }

    /** Sets one variation's percentage. */
    public Future<Done<Acted>> percentage(FlagPlace place, PercentageChange change, IfMatch ifMatch, Intent intent) {
        return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).percentage(state, change));
    }

    /** Makes or replaces a rule. */
    public Future<Done<Acted>> putRule(
            FlagPlace place, String id, RulePosition position, JsonNode body, IfMatch ifMatch, Intent intent) {
        return in(
                place.project(),
                state -> new TargetingPlans(place, ifMatch, intent).putRule(state, id, position, body));
    }

    /** Removes a rule. */
    public Future<Done<Acted>> removeRule(FlagPlace place, String id, IfMatch ifMatch, Intent intent) {
        return in(place.project(), state -> new TargetingPlans(place, ifMatch, intent).removeRule(state, id));
    }

    /** Makes a segment that is not there yet. */
    public Future<Done<Stored<SegmentDocument>>> createSegment(
            String project, String environment, String key, JsonNode body, Intent intent) {
        return in(
                project,
                state -> new SegmentPlans(project, environment, IfMatch.absent(), intent).create(state, key, body));
    }

    /** Makes or replaces a segment. */
    public Future<Done<SegmentPut>> putSegment(
            String project, String environment, String key, JsonNode body, IfMatch ifMatch, Intent intent) {
        return in(project, state -> new SegmentPlans(project, environment, ifMatch, intent).put(state, key, body));
    }

    /** Merges into a segment. */
    public Future<Done<Stored<SegmentDocument>>> patchSegment(
            String project, String environment, String key, JsonNode patch, IfMatch ifMatch, Intent intent) {
        return in(project, state -> new SegmentPlans(project, environment, ifMatch, intent).patch(state, key, patch));
    }

    /** Adds keys to a segment, or removes them. */
    public Future<Done<MembersChanged>> members(
            String project, String environment, String key, MembersChange change, IfMatch ifMatch, Intent intent) {
        return in(
                project, state -> new SegmentPlans(project, environment, ifMatch, intent).members(state, key, change));
    }

    /** Removes a segment. */
    public Future<Done<String>> deleteSegment(
            String project, String environment, String key, IfMatch ifMatch, Intent intent) {
        return in(project, state -> new SegmentPlans(project, environment, ifMatch, intent).delete(state, key));
    }

    /**
     * Has in force what a file says; gives what has changed.
     *
     * @param prune whether flags and segments that the file does not name are removed
     * @param force whether that goes for enabled flags too
     */
    public Future<Done<ArrayNode>> importProject(
            String project, ProjectFile file, boolean prune, boolean force, Intent intent) {
        return run(
                project, state -> new ProjectImport(project, file, prune, force, intent).plan(inUse(project, state)));
    }

    /** What {@link #importProject} would change now. */
    public ArrayNode previewImport(String project, ProjectFile file, boolean prune, boolean force, Intent intent) {
        return new ProjectImport(project, file, prune, force, intent)
                .plan(inUse(project))
                .result();
    }

    /** Makes a key known by its digest. */
    public Future<Done<KeyDocument>> createKey(String project, String digest, KeyWish wish, Intent intent) {
        return in(project, state -> new KeyPlans(project, intent).create(state, digest, wish));
    }

    /** Makes a key known, by its digest, that takes the place of another. */
    public Future<Done<KeyDocument>> rotateKey(
            String project, String id, String digest, Rotation rotation, Intent intent) {
        return in(project, state -> new KeyPlans(project, intent).rotate(state, id, digest, rotation.overlap()));
    }

    /** Revokes a key. */
    public Future<Done<KeyDocument>> revokeKey(String project, String id, Intent intent) {
        return in(project, state -> new KeyPlans(project, intent).revoke(state, id));
    }

    /** Plans on the newest state. */
    interface Planning<T> {
        Plan<T> on(@Nullable ProjectState state);
    }

    private interface Start<T> {
        Future<T> begin();
    }

    /** In a project that is there and in use. */
    private <T> Future<Done<T>> in(String project, Planning<T> planning) {
        return here(project, state -> planning.on(inUse(project, state)));
    }

    /** The state to preview a change on, if there is one: it is refused where the change would be. */
    private @Nullable ProjectState inUse(String project) {
        return inUse(project, workspace.project(project));
    }

    private static @Nullable ProjectState inUse(String project, @Nullable ProjectState state) {
        if (state != null && ProjectDocument.read(state.document()).archived()) {
            throw new ConflictException("project " + project + " is archived; expected one in use. Restore it first.");
        }
        return state;
    }

    /** In a project that is there. */
    private <T> Future<Done<T>> here(String project, Planning<T> planning) {
        if (workspace.project(project) == null || isOwn(project)) {
            return Future.failedFuture(NotFoundException.of("project", project, workspace.projects()));
        }
        return run(project, planning);
    }

    private static boolean isOwn(String project) {
        return project.startsWith(Workspace.OWN);
    }

    /** Plans on the newest state of a project that may not be there yet. */
    <T> Future<Done<T>> run(String project, Planning<T> planning) {
        AtomicReference<@Nullable Plan<T>> last = new AtomicReference<>();
        return workspace
                .write(project, state -> {
                    Plan<T> plan = planning.on(state);
                    last.set(plan);
                    return plan.write();
                })
                .map(written -> {
                    Plan<T> plan = last.get();
                    if (plan == null) {
                        throw new IllegalStateException("the workspace wrote without asking for a plan");
                    }
                    return new Done<>(plan.result(), written);
                });
    }

    private static <T> Future<T> guarded(Start<T> start) {
        try {
            return start.begin();
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }
}
