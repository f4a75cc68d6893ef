package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One write in the making: the present state with documents laid over it. What is laid over is validated against the
 * state as it will be, and compiled on trial, before there is a {@link Write}. Used by the pure planners; for one thread.
 */
final class Draft implements Validator.Surroundings {
    private final String project;
    private final @Nullable ProjectState state;
    private final Intent intent;
    private final Map<String, EnvironmentDraft> environments = new TreeMap<>();
    private final Map<String, Optional<byte[]>> flags = new HashMap<>();
    private final Map<String, Optional<FlagDefinition>> definitions = new HashMap<>();
    private final Map<String, Optional<byte[]>> keys = new HashMap<>();
    private final Versions versions = new Versions();
    private final OwnDocument own;

    /** What changes in one environment. */
    private static final class EnvironmentDraft {
        private final boolean create;
        private boolean urgent;
        private final Map<String, Optional<byte[]>> targeting = new HashMap<>();
        private final Map<String, Targeting> targetings = new LinkedHashMap<>();
        private final Map<String, Optional<byte[]>> segments = new HashMap<>();
        private final Map<String, SegmentDocument> documents = new LinkedHashMap<>();
        private final Map<String, Optional<byte[]>> flagRecords = new HashMap<>();
        private final Map<String, Optional<byte[]>> segmentRecords = new HashMap<>();

        private EnvironmentDraft(boolean create) {
            this.create = create;
        }
    }

    /** A write on this state; null for a project that is being made. */
    Draft(String project, @Nullable ProjectState state, Intent intent) {
        this.project = project;
        this.state = state;
        this.intent = intent;
        this.own = new OwnDocument(project, state);
    }

    void putDocument(ProjectDocument changed) {
        own.put(changed);
    }

    void createEnvironment(String key) {
        environments.put(key, new EnvironmentDraft(true));
    }

    void putKey(String digest, Optional<byte[]> bytes) {
        keys.put(digest, bytes);
    }

    void urgent(String environment) {
        in(environment).urgent = true;
    }

    /** Lays a definition over the state, and over each environment what it means there. */
    Stored<FlagDefinition> putDefinition(FlagDefinition definition) {
        String key = definition.key();
        byte[] stored = state == null ? null : state.flags().get(key);
        for (String environment : environmentKeys()) {
            if (Reach.changesSight(before(environment, key), definition)) {
                Reach.require(intent.grants(), project, environment, () -> true);
            }
        }
        definitions.put(key, Optional.of(definition));
        Stored<FlagDefinition> present = presentDefinition(key);
        Stored<FlagDefinition> changed = next(definition, present);
        byte[] written = changed.writeOver("flag " + key, stored, DefinitionJson::stored, FlagDefinition::json);
        flags.put(key, Optional.of(written));
        if (present != null && stored != null) {
            versions.keepPresent(Versions.ofDefinition(key), present.version(), stored);
        }
        versions.keep(Versions.ofDefinition(key), changed.version(), written);
        return changed;
    }

    /** A document in the place of the one that is there. */
    private <T> Stored<T> next(T document, @Nullable Stored<T> present) {
        long version = present == null ? own.firstVersion() : present.version() + 1;
        return new Stored<>(document, version, Stored.Last.of(intent));
    }

    void removeFlag(String key) {
        Stored<FlagDefinition> definition = presentDefinition(key);
        if (definition != null) {
            versions.forget(Versions.ofDefinition(key), definition.version());
            own.remove(definition.version());
        }
        definitions.put(key, Optional.empty());
        flags.put(key, Optional.empty());
        for (String environment : environmentKeys()) {
            Stored<Targeting> present = presentTargeting(environment, key);
            if (present != null) {
                versions.forget(Versions.ofTargeting(environment, key), present.version());
                own.remove(present.version());
            }
            EnvironmentDraft draft = in(environment);
            draft.targeting.put(key, Optional.empty());
            if (recordOf(environment, key) != null) {
                draft.flagRecords.put(key, Optional.empty());
            }
        }
    }

    /**
     * Lays targeting over the state: validates it, gives out ranges, writes the wire record.
     *
     * @return the targeting as it will be; the version rises only if something changes
     */
    Stored<Targeting> putTargeting(String environment, FlagDefinition definition, Targeting candidate) {
        Stored<Targeting> present = presentTargeting(environment, definition.key());
        return putTargeting(environment, definition, candidate, present == null ? candidate : present.document());
    }

    /**
     * The same, but the bucket lines go on from others than those in force.
     *
     * @param lines whose salts and ranges are continued; the candidate itself to take its own as they are
     */
    Stored<Targeting> putTargeting(
            String environment, FlagDefinition definition, Targeting candidate, Targeting lines) {
        in(environment).targetings.put(definition.key(), candidate);
        Violations out = new Violations();
        new Validator(this, environment, out).check(definition, candidate);
        out.throwIfAny();
        return lay(environment, definition, Wire.allocate(definition, candidate, lines));
    }

    /**
     * Lays over the state what an act has left of targeting, which only takes exposure away. A fault that was there before does not keep
     * anybody from that: only what the act leaves in force and can be served is validated, and the rest when the flag is enabled again.
     *
     * @param present the targeting in force
     * @param candidate the same disabled, or with less at some places
     */
    Stored<Targeting> reduceTargeting(
            String environment, FlagDefinition definition, Targeting present, Targeting candidate) {
        in(environment).targetings.put(definition.key(), candidate);
        Violations out = new Violations();
        new Validator(this, environment, out).checkReduced(definition, candidate);
        out.throwIfAny();
        return lay(
                environment,
                definition,
                candidate.enabled() ? Wire.allocate(definition, candidate, present) : candidate);
    }

    private Stored<Targeting> lay(String environment, FlagDefinition definition, Targeting allocated) {
        Stored<Targeting> present = presentTargeting(environment, definition.key());
        if (present != null
                && allocated.equals(present.document())
                && isOnTheWire(environment, definition, allocated, present.version())) {
            in(environment).targetings.remove(definition.key());
            return present;
        }
        Stored<Targeting> changed = next(allocated, present);
        EnvironmentDraft draft = in(environment);
        draft.targetings.put(definition.key(), allocated);
        byte[] stored = targetingBytes(environment, definition.key());
        byte[] written = changed.writeOver(
                "flag " + definition.key() + " in environment " + environment,
                stored,
                TargetingJson::stored,
                Targeting::json);
        draft.targeting.put(definition.key(), Optional.of(written));
        String document = Versions.ofTargeting(environment, definition.key());
        if (present != null && stored != null) {
            versions.keepPresent(document, present.version(), stored);
        }
        versions.keep(document, changed.version(), written);
        if (!definition.archived() || recordOf(environment, definition.key()) != null) {
            draft.flagRecords.put(definition.key(), record(environment, definition, allocated, changed.version()));
        }
        return changed;
    }

    /** Says what is going to be laid over an environment, for documents that refer to each other in any order. */
    void expect(String environment, Iterable<SegmentDocument> segments, Map<String, Targeting> targeting) {
        segments.forEach(segment -> in(environment).documents.put(segment.key(), segment));
        in(environment).targetings.putAll(targeting);
    }

    /** Lays segments over the state that may refer to each other. */
    void putSegments(String environment, Iterable<SegmentDocument> segments) {
        segments.forEach(segment -> in(environment).documents.put(segment.key(), segment));
        segments.forEach(segment -> putSegment(environment, segment, null));
    }

    /** Lays a segment over the state. */
    Stored<SegmentDocument> putSegment(
            String environment, SegmentDocument segment, @Nullable Stored<SegmentDocument> present) {
        if (present != null && present.document().equals(segment)) {
            return present;
        }
        EnvironmentDraft draft = in(environment);
        draft.documents.put(segment.key(), segment);
        Violations out = new Violations();
        new Validator(this, environment, out).check(segment);
        out.throwIfAny();
        Stored<SegmentDocument> changed = next(segment, present);
        EnvironmentState environmentState = environmentState(environment);
        byte[] stored =
                environmentState == null ? null : environmentState.segments().get(segment.key());
        draft.segments.put(
                segment.key(),
                Optional.of(changed.writeOver(
                        "segment " + segment.key() + " in environment " + environment,
                        stored,
                        SegmentDocument::stored,
                        SegmentDocument::json)));
        WireRecord old = environmentState == null
                ? null
                : environmentState.replica().segments().get(segment.key());
        byte[] bytes = Records.of(segment, environment, old);
        if (old == null || !Arrays.equals(old.bytes(), bytes)) {
            draft.segmentRecords.put(segment.key(), Optional.of(bytes));
        }
        return changed;
    }

    void removeSegment(String environment, Stored<SegmentDocument> present) {
        String key = present.document().key();
        own.remove(present.version());
        EnvironmentDraft draft = in(environment);
        draft.segments.put(key, Optional.empty());
        draft.segmentRecords.put(key, Optional.empty());
    }

    /** Everything as one write, compiled on trial; empty if nothing changes. */
    Optional<Write> write(ObjectNode details) {
        boolean ofProject = own.isChanged() || !flags.isEmpty() || !keys.isEmpty();
        List<EnvironmentChange> changes = new ArrayList<>();
        environments.forEach((key, draft) -> {
            if (draft.create || !draft.targeting.isEmpty() || !draft.segments.isEmpty()) {
                changes.add(change(key, draft));
            }
        });
        if (!ofProject && changes.isEmpty()) {
            return Optional.empty();
        }
        ProjectChange projectChange =
                ofProject ? new ProjectChange(state == null ? 0 : state.revision(), own.written(), flags, keys) : null;
        return Optional.of(new Write(project, projectChange, changes, intent.entry(details), versions.changes()));
    }

    private EnvironmentChange change(String key, EnvironmentDraft draft) {
        Reach.require(intent.grants(), project, key, () -> changesWhatIsInForce(key, draft));
        EnvironmentState present = environmentState(key);
        Replica after = Trial.compile(present, draft.flagRecords, draft.segmentRecords);
        Room.require(key, after);
        return new EnvironmentChange(
                key,
                draft.create,
                present == null ? 0 : present.stateId().revision(),
                draft.targeting,
                draft.segments,
                draft.flagRecords,
                draft.segmentRecords,
                draft.urgent);
    }

    private boolean changesWhatIsInForce(String environment, EnvironmentDraft draft) {
        return draft.flagRecords.entrySet().stream()
                        .anyMatch(change -> Reach.changesAnswers(
                                before(environment, change.getKey()),
                                change.getValue().isEmpty()
                                        ? Optional.empty()
                                        : form(definition(change.getKey()), draft.targetings.get(change.getKey()))))
                || draft.segmentRecords.keySet().stream().anyMatch(segment -> isUsed(environment, segment));
    }

    private Optional<Reach.Form> before(String environment, String flag) {
        Stored<Targeting> targeting = presentTargeting(environment, flag);
        Optional<FlagDefinition> definition =
                Optional.ofNullable(presentDefinition(flag)).map(Stored::document);
        return form(definition, targeting == null ? null : targeting.document());
    }

    private static Optional<Reach.Form> form(Optional<FlagDefinition> definition, @Nullable Targeting targeting) {
        return targeting == null ? Optional.empty() : definition.map(present -> new Reach.Form(present, targeting));
    }

    private boolean isUsed(String environment, String segment) {
        EnvironmentState present = environmentState(environment);
        return present != null
                && present.segments().containsKey(segment)
                && !SegmentPlans.users(ProjectView.of(state, project), environment, segment)
                        .isEmpty();
    }

    private boolean isOnTheWire(String environment, FlagDefinition definition, Targeting targeting, long version) {
        WireRecord present = recordOf(environment, definition.key());
        if (definition.archived()) {
            return present == null;
        }
        return present != null
                && Arrays.equals(
                        present.bytes(), Records.of(Wire.flag(definition, targeting, version), environment, present));
    }

    private Optional<byte[]> record(String environment, FlagDefinition definition, Targeting targeting, long version) {
        if (definition.archived()) {
            return Optional.empty();
        }
        byte[] bytes = Records.of(
                Wire.flag(definition, targeting, version), environment, recordOf(environment, definition.key()));
        Room.require(bytes);
        return Optional.of(bytes);
    }

    private @Nullable WireRecord recordOf(String environment, String flag) {
        EnvironmentState present = environmentState(environment);
        return present == null ? null : present.replica().flags().get(flag);
    }

    private @Nullable Stored<Targeting> presentTargeting(String environment, String flag) {
        byte[] bytes = targetingBytes(environment, flag);
        return bytes == null ? null : Stored.read(bytes, TargetingJson::stored);
    }

    private byte @Nullable [] targetingBytes(String environment, String flag) {
        EnvironmentState present = environmentState(environment);
        return present == null ? null : present.targeting().get(flag);
    }

    private @Nullable EnvironmentState environmentState(String key) {
        return state == null ? null : state.environments().get(key);
    }

    private EnvironmentDraft in(String environment) {
        return environments.computeIfAbsent(environment, key -> new EnvironmentDraft(false));
    }

    private List<String> environmentKeys() {
        return state == null ? List.of() : List.copyOf(state.environments().keySet());
    }

    @Override
    public Optional<FlagDefinition> definition(String flag) {
        Optional<FlagDefinition> drafted = definitions.get(flag);
        if (drafted != null) {
            return drafted;
        }
        return Optional.ofNullable(presentDefinition(flag)).map(Stored::document);
    }

    private @Nullable Stored<FlagDefinition> presentDefinition(String key) {
        byte[] bytes = state == null ? null : state.flags().get(key);
        return bytes == null ? null : Stored.read(bytes, DefinitionJson::stored);
    }

    @Override
    public List<Prerequisite> prerequisites(String environment, String flag) {
        Targeting drafted = in(environment).targetings.get(flag);
        if (drafted != null) {
            return drafted.prerequisites();
        }
        Stored<Targeting> present = presentTargeting(environment, flag);
        return present == null ? List.of() : present.document().prerequisites();
    }

    @Override
    public Optional<List<Clause>> segment(String environment, String key) {
        SegmentDocument drafted = in(environment).documents.get(key);
        if (drafted != null) {
            return Optional.of(drafted.clauses());
        }
        if (in(environment).segments.containsKey(key)) {
            return Optional.empty();
        }
        EnvironmentState present = environmentState(environment);
        byte[] bytes = present == null ? null : present.segments().get(key);
        return Optional.ofNullable(bytes)
                .map(stored ->
                        Stored.read(stored, SegmentDocument::stored).document().clauses());
    }
}
