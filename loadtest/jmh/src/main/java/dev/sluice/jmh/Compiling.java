package dev.sluice.jmh;

import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a change costs whoever follows, from the bytes of the event to the snapshot that decides: decoding, checking every hash and
 * compiling. The environment has 5,000 flags, a fifth each of W1's, W3's and a short list's kind, and two fifths of W2's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Compiling {
    static final int FLAGS = 5_000;

    private static final int SHORT_LIST = 20;
    private static final int CHANGES = 5_000;
    private static final WireCodec CODEC = new WireCodec();

    /** The environment as it comes over the wire. */
    @State(Scope.Benchmark)
    public static class Environment {
        final byte[] snapshot = Workloads.encoded(flags());
    }

    /** The environment, and changes of one flag each, one after the other. */
    @State(Scope.Benchmark)
    public static class Changes {
        private final Replica first = replica(Workloads.encoded(flags()));
        private final List<byte[]> deltas = chain(first, CHANGES);
        private Replica current = first;
        private int next;

        /** From the first state on; compiled afresh, so that nothing is worn by what was measured before. */
        @Setup(Level.Iteration)
        public void begin() {
            current = replica(Workloads.encoded(flags()));
            next = 0;
        }

        private Replica change() {
            if (next == deltas.size()) {
                begin();
            }
            current = current.apply(CODEC.decodeDelta(deltas.get(next++)));
            return current;
        }
    }

    /** A change of one flag. */
    @Benchmark
    public Replica deltaOfOneFlag(Changes changes) {
        return changes.change();
    }

    /** The whole environment, in a program that has done so before. */
    @Benchmark
    public Replica snapshotOfAllFlags(Environment environment) {
        return replica(environment.snapshot);
    }

    /** The whole environment, in a program that has just started. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public Replica snapshotOfAllFlagsAtStart(Bytes bytes) {
        return replica(bytes.snapshot);
    }

    /** The environment as it comes over the wire; written by another process, so that nothing of the engine is warm. */
    @State(Scope.Benchmark)
    public static class Bytes {
        final byte[] snapshot = SnapshotFile.read();
    }

    static List<Flag> flags() {
        List<Flag> flags = new ArrayList<>();
        for (int i = 0; i < FLAGS; i++) {
            flags.add(flag(i));
        }
        return flags;
    }

    private static Flag flag(int index) {
        return switch (index % 5) {
            case 0 -> Workloads.on(key(index));
            case 1 -> Workloads.rules(key(index));
            case 2 -> Workloads.list(key(index), Workloads.listed(SHORT_LIST));
            default -> Workloads.half(key(index));
        };
    }

    private static String key(int index) {
        return String.format("team-%02d.flag-%05d", index % 40, index);
    }

    /** Each delta changes the flag in the middle once more. */
    private static List<byte[]> chain(Replica first, int length) {
        Flag flag = Workloads.half(key(FLAGS / 2));
        WireRecord old = Objects.requireNonNull(first.flags().get(flag.key()));
        StateId state = first.id();
        List<byte[]> deltas = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            WireRecord changed =
                    WireRecord.of(RecordKind.FLAG, flag.key(), CODEC.write(versioned(flag, flag.version() + i)));
            EnvironmentHash hash = state.hash().minus(old.h()).plus(changed.h());
            Delta delta = new Delta(
                    state.epoch(),
                    state.revision(),
                    state.hash(),
                    state.revision() + 1,
                    hash,
                    new TreeMap<>(Map.of(flag.key(), Optional.of(changed))),
                    new TreeMap<>(),
                    false);
            deltas.add(CODEC.encodeDelta(delta));
            old = changed;
            state = delta.target();
        }
        return deltas;
    }

    private static Flag versioned(Flag flag, long version) {
        return new Flag(
                flag.key(),
                flag.type(),
                version,
                flag.enabled(),
                flag.variations(),
                flag.offVariation(),
                flag.prerequisites(),
                flag.targets(),
                flag.rules(),
                flag.fallthrough(),
                flag.guard(),
                flag.whenUnknown());
    }

    /** Decodes and compiles the environment from its bytes. */
    static Replica replica(byte[] snapshot) {
        return Replica.of(CODEC.decodeSnapshot(snapshot));
    }
}
