package dev.sluice.server.command;

import dev.sluice.server.access.Grants;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.NotUnderstoodException;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project's state read as documents, each when it is asked for. Immutable. */
public final class ProjectView {
    private final ProjectState state;
    private final Grants grants;

    private ProjectView(ProjectState state, Grants grants) {
        this.state = state;
        this.grants = grants;
    }

    /**
     * The project as this node holds it now.
     *
     * @throws NotFoundException if there is none
     */
    public static ProjectView of(Workspace workspace, String key) {
        ProjectState state = workspace.project(key);
        if (state == null) {
            throw NotFoundException.of("project", key, workspace.projects());
        }
        return new ProjectView(state, Grants.EVERYTHING);
    }

    /** The same without the environments in which who has these may not look. */
    public ProjectView seenBy(Grants who) {
        return new ProjectView(state, who);
    }

    /** This state. */
    public static ProjectView of(ProjectState state) {
        return new ProjectView(state, Grants.EVERYTHING);
    }

    static ProjectView of(@Nullable ProjectState state, String key) {
        if (state == null) {
            throw NotFoundException.of("project", key, Set.of());
        }
        return new ProjectView(state, Grants.EVERYTHING);
    }

    /** The state that is read. */
    public ProjectState state() {
        return state;
    }

    /** The project's own document. */
    public ProjectDocument document() {
        return ProjectDocument.read(state.document());
    }

    /** Keys of the environments. */
    public Set<String> environments() {
        Set<String> keys = new LinkedHashSet<>(state.environments().keySet());
        keys.removeIf(key -> !grants.sees(state.key(), key));
        return keys;
    }

    /** An environment that must be there. */
    public EnvironmentState environment(String key) {
        EnvironmentState environment = state.environments().get(key);
        if (environment == null || !grants.sees(state.key(), key)) {
            throw NotFoundException.of("environment", key, environments());
        }
        return environment;
    }

    /** The flag of this key, if there is one. */
    public Optional<Stored<FlagDefinition>> findFlag(String key) {
        byte[] bytes = state.flags().get(key);
        return bytes == null ? Optional.empty() : Optional.of(Stored.read(bytes, DefinitionJson::stored));
    }

    /** A flag that must be there. */
    public Stored<FlagDefinition> flag(String key) {
        return findFlag(key)
                .orElseThrow(
                        () -> NotFoundException.of("flag", key, state.flags().keySet()));
    }

    /** The targeting of a flag in an environment; of a flag that is there, there is one in each, unless it can't be read. */
    public Optional<Stored<Targeting>> findTargeting(String environment, String flag) {
        byte[] bytes = environment(environment).targeting().get(flag);
        return bytes == null ? Optional.empty() : Optional.of(Stored.read(bytes, TargetingJson::stored));
    }

    /**
     * The targeting of a flag that must be there.
     *
     * @throws NotUnderstoodException if there is the flag and its targeting can't be read
     */
    public Stored<Targeting> targeting(String environment, String flag) {
        return findTargeting(environment, flag).orElseThrow(() -> {
            if (state.flags().containsKey(flag)) {
                return new NotUnderstoodException(
                        "flag " + flag + " in environment " + environment, "this node can't read what is stored of it");
            }
            return NotFoundException.of(
                    "flag", flag, environment(environment).targeting().keySet());
        });
    }

    /** The segment of this key, if there is one. */
    public Optional<Stored<SegmentDocument>> findSegment(String environment, String key) {
        byte[] bytes = environment(environment).segments().get(key);
        return bytes == null ? Optional.empty() : Optional.of(Stored.read(bytes, SegmentDocument::stored));
    }

    /** A segment that must be there. */
    public Stored<SegmentDocument> segment(String environment, String key) {
        return findSegment(environment, key)
                .orElseThrow(() -> NotFoundException.of(
                        "segment", key, environment(environment).segments().keySet()));
    }

    /** The keys of SDKs and of clients. */
    public List<KeyDocument> keys() {
        return state.keys().values().stream().map(KeyDocument::read).toList();
    }
}
