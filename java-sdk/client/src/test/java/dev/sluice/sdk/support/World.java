package dev.sluice.sdk.support;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of an environment as a server holds it, on which a test makes changes; every change gives the delta that
 * leads to it. Not thread-safe.
 */
public final class World {

    private static final WireCodec CODEC = new WireCodec();

    private Replica replica;

    public World() {
        this(new Epoch(100, "world"));
    }

    public World(Epoch epoch) {
        this.replica = Replica.initial(epoch);
    }

    /** The wire form of a boolean flag that is on or off for everyone. */
    public static Flag bool(String key, boolean on) {
        return Flag.simple(
                new FlagCore(
                        key,
                        ValueType.BOOLEAN,
                        1,
                        true,
                        List.of(new Variation("on", true), new Variation("off", false)),
                        "off"),
                new Fixed(on ? "on" : "off"));
    }

    /** The wire form of a flag of any type that gives one value to everyone. */
    public static Flag fixed(String key, ValueType type, Object value) {
        return Flag.simple(
                new FlagCore(key, type, 1, true, List.of(new Variation("only", value)), null), new Fixed("only"));
    }

    public StateId id() {
        return replica.id();
    }

    public Replica replica() {
        return replica;
    }

    /** Sets flags, all in one revision. */
    public Delta set(Flag... flags) {
        TreeMap<String, Optional<byte[]>> changed = new TreeMap<>();
        for (Flag flag : flags) {
            changed.put(flag.key(), Optional.of(CODEC.write(flag)));
        }
        return change(changed, false);
    }

    public Delta setUrgently(Flag flag) {
        return change(new TreeMap<>(java.util.Map.of(flag.key(), Optional.of(CODEC.write(flag)))), true);
    }

    /** Sets a flag's record to whatever bytes. */
    public Delta setRaw(String key, String record) {
        return change(
                new TreeMap<>(
                        java.util.Map.of(key, Optional.of(record.getBytes(java.nio.charset.StandardCharsets.UTF_8)))),
                false);
    }

    public Delta remove(String key) {
        return change(new TreeMap<>(java.util.Map.of(key, Optional.empty())), false);
    }

    private Delta change(SortedMap<String, Optional<byte[]>> flags, boolean urgent) {
        StateId before = replica.id();
        EnvironmentHash hash = before.hash();
        TreeMap<String, Optional<WireRecord>> records = new TreeMap<>();
        for (String key : flags.keySet()) {
            WireRecord old = replica.flags().get(key);
            hash = old == null ? hash : hash.minus(old.h());
            Optional<WireRecord> record = flags.get(key).map(bytes -> WireRecord.of(RecordKind.FLAG, key, bytes));
            hash = record.isPresent() ? hash.plus(record.get().h()) : hash;
            records.put(key, record);
        }
        Delta delta = new Delta(
                before.epoch(),
                before.revision(),
                before.hash(),
                before.revision() + 1,
                hash,
                records,
                new TreeMap<>(),
                urgent);
        replica = replica.apply(delta);
        return delta;
    }

    public SnapshotEvent snapshot() {
        return new SnapshotEvent(WireCodec.FORMAT, replica.id(), replica.flags(), replica.segments());
    }

    /** The data of the event {@code snapshot}. */
    public byte[] encodedSnapshot() {
        return CODEC.encodeSnapshot(replica.id(), replica.flags(), replica.segments());
    }

    /** The data of the event {@code delta}. */
    public static byte[] encoded(Delta delta) {
        return CODEC.encodeDelta(delta);
    }

    /** The data of the event {@code heartbeat}, when this state was written last. */
    public String heartbeat() {
        return named(id());
    }

    public static String named(StateId id) {
        return "{\"epoch\":\"" + id.epoch() + "\",\"revision\":" + id.revision() + ",\"hash\":\"" + id.hash() + "\"}";
    }

    public static String hello(String session) {
        return "{\"session\":\"" + session + "\",\"node\":\"n1\",\"ackSpreadMillis\":0,\"reportEveryMillis\":10000,"
                + "\"project\":\"demo\",\"environment\":\"test\"}";
    }
}
