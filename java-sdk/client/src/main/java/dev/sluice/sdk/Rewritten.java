package dev.sluice.sdk;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.engine.wire.WireRecord;
import java.util.Collection;
import java.util.TreeMap;

/**
 * A server's state with some flags in other forms, for this process alone. The records are replaced before anything is compiled; so a read,
 * a view and a prerequisite agree, and no read asks whether something was replaced.
 */
final class Rewritten {

    private static final WireCodec CODEC = new WireCodec();

    private Rewritten() {}

    /** The state with these flags in it, under its own revision and another hash; compiles only what they touch. */
    static Replica of(Replica replica, Collection<Flag> forms, Complaints complaints) {
        if (forms.isEmpty()) {
            return replica;
        }
        TreeMap<String, WireRecord> flags = new TreeMap<>(replica.flags());
        EnvironmentHash hash = replica.id().hash();
        for (Flag flag : forms) {
            WireRecord before = flags.get(flag.key());
            WireRecord after = WireRecord.of(RecordKind.FLAG, flag.key(), CODEC.write(flag));
            hash = (before == null ? hash : hash.minus(before.h())).plus(after.h());
            flags.put(flag.key(), after);
        }
        StateId id = new StateId(replica.id().epoch(), replica.id().revision(), hash);
        try {
            return replica.replace(new SnapshotEvent(WireCodec.FORMAT, id, flags, replica.segments()));
        } catch (WireException impossible) {
            complaints.bug(impossible);
            return replica;
        }
    }
}
