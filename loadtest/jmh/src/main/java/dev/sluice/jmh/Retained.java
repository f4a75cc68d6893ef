package dev.sluice.jmh;

import dev.sluice.engine.wire.Replica;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the environment of 5,000 flags keeps of the heap: everything in use after a collection, less what was in use before. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class Retained {

    /** Read by JMH after each call. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {
        /** The bytes that a replica keeps. */
        public long retainedBytes;
    }

    /** The time is that of the collections, and of no interest. */
    @Benchmark
    public Replica replica(Compiling.Bytes bytes, Heap heap) {
        long before = inUse();
        Replica replica = Compiling.replica(bytes.snapshot);
        heap.retainedBytes = inUse() - before;
        return replica;
    }

    private static long inUse() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
