package dev.sluice.server.command;

import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.DocumentCheck.Kind;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a whole project that somebody brings back would be accepted if it were written today: every document goes through the
 * validation of every write, and every flag is served as it is written. Pure.
 */
public final class WholeCheck {
    private static final WireCodec CODEC = new WireCodec();
    private static final StoredDocuments DOCUMENTS = new StoredDocuments();
    private static final String NOBODYS = "is served, and nobody wrote it";
    private static final String NOT_AS_WRITTEN = "is not served as it is written";

    private final ProjectState state;
    private final SortedMap<String, String> faults = new TreeMap<>();

    private WholeCheck(ProjectState state) {
        this.state = state;
    }

    /** What is wrong, by place, one sentence each; empty if nothing is. */
    public static SortedMap<String, String> faults(ProjectState state) {
        var check = new WholeCheck(state);
        check.documents();
        if (check.faults.isEmpty() && !state.key().equals(Accounts.PROJECT)) {
            state.environments().forEach(check::environment);
        }
        return check.faults;
    }

    private void documents() {
        read(Kind.PROJECT, "", Map.of(state.key(), state.document()));
        read(Kind.FLAG, "/flag/", state.flags());
        read(Kind.KEY, "/key/", state.keys());
        state.environments().forEach((key, environment) -> {
            read(Kind.TARGETING, "/" + key + "/targeting/", environment.targeting());
            read(Kind.SEGMENT, "/" + key + "/segment/", environment.segments());
        });
    }

    private void read(Kind kind, String place, Map<String, byte[]> documents) {
        documents.forEach((key, bytes) -> DOCUMENTS
                .fault(kind, key, bytes)
                .ifPresent(why -> faults.put(state.key() + (kind == Kind.PROJECT ? "" : place + key), why)));
    }

    private void environment(String key, EnvironmentState environment) {
        String place = state.key() + "/" + key;
        var surroundings = new Draft(state.key(), state, new Intent("sluice", "store.restore", "", Instant.EPOCH));
        var segments = new TreeSet<>(environment.segments().keySet());
        segments.addAll(environment.replica().segments().keySet());
        for (String segment : segments) {
            segment(place + "/segment/" + segment, key, environment, segment, surroundings);
        }
        var all = new TreeSet<>(state.flags().keySet());
        all.addAll(environment.targeting().keySet());
        all.addAll(environment.replica().flags().keySet());
        for (String flag : all) {
            flag(place + "/flag/" + flag, key, environment, flag, surroundings);
        }
        for (NotUnderstood each : environment.replica().snapshot().notUnderstood()) {
            faults.putIfAbsent(place + "/flag/" + each.flag(), "is not understood: " + each.why());
        }
    }

    private void segment(String place, String key, EnvironmentState environment, String segment, Draft surroundings) {
        byte[] bytes = environment.segments().get(segment);
        if (bytes == null) {
            faults.put(place, NOBODYS);
            return;
        }
        SegmentDocument document = Stored.read(bytes, SegmentDocument::stored).document();
        var out = new Violations();
        new Validator(surroundings, key, out).check(document);
        if (note(place, out)) {
            return;
        }
        WireRecord record = environment.replica().segments().get(segment);
        boolean asWritten = record != null
                && CODEC.readSegment(segment, record.bytes()) instanceof SegmentReading.Understood understood
                && understood.segment().equals(document.wire());
        if (!asWritten) {
            faults.put(place, NOT_AS_WRITTEN);
        }
    }

    private void flag(String place, String key, EnvironmentState environment, String flag, Draft surroundings) {
        byte[] bytes = environment.targeting().get(flag);
        FlagDefinition definition = surroundings.definition(flag).orElse(null);
        if (bytes == null || definition == null) {
            faults.put(
                    place,
                    bytes != null
                            ? "has targeting and no definition"
                            : definition != null ? "has a definition and no targeting" : NOBODYS);
            return;
        }
        Stored<Targeting> targeting = Stored.read(bytes, TargetingJson::stored);
        var out = new Violations();
        new Validator(surroundings, key, out).check(definition, targeting.document());
        if (note(place, out)) {
            return;
        }
        if (!Wire.allocate(definition, targeting.document(), targeting.document())
                .equals(targeting.document())) {
            faults.put(place, "has shares that do not come to its ranges");
            return;
        }
        WireRecord record = environment.replica().flags().get(flag);
        boolean asWritten = definition.archived()
                ? record == null
                : record != null
                        && CODEC.readFlag(flag, record.bytes()) instanceof FlagReading.Understood understood
                        && understood.flag().equals(Wire.flag(definition, targeting.document(), targeting.version()));
        if (!asWritten) {
            faults.put(place, NOT_AS_WRITTEN);
        }
    }

    private boolean note(String place, Violations out) {
        try {
            out.throwIfAny();
            return false;
        } catch (InvalidException invalid) {
            faults.put(place, String.valueOf(invalid.getMessage()));
            return true;
        }
    }
}
