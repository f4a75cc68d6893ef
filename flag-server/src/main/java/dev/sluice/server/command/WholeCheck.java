package dev.sluice.server.command;

import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.model.FlagReading;
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
        environment.segments().forEach((segment, bytes) -> {
            var out = new Violations();
            new Validator(surroundings, key, out)
                    .check(Stored.read(bytes, SegmentDocument::stored).document());
            note(place + "/segment/" + segment, out);
        });
        var all = new TreeSet<>(environment.targeting().keySet());
        all.addAll(environment.replica().flags().keySet());
        for (String flag : all) {
            flag(place + "/flag/" + flag, key, environment, flag, surroundings);
        }
        for (NotUnderstood each : environment.replica().snapshot().notUnderstood()) {
            faults.putIfAbsent(place + "/flag/" + each.flag(), "is not understood: " + each.why());
        }
    }

    private void flag(String place, String key, EnvironmentState environment, String flag, Draft surroundings) {
        byte[] bytes = environment.targeting().get(flag);
        FlagDefinition definition = surroundings.definition(flag).orElse(null);
        if (bytes == null || definition == null) {
            faults.put(place, bytes == null ? "is served, and nobody wrote it" : "has targeting and no definition");
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
            faults.put(place, "is not served as it is written");
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
