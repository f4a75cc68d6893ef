package dev.sluice.jmh;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.wire.Replica;
import dev.sluice.jmh.limit.LimitProgram;
import dev.sluice.jmh.limit.User;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How a decision grows: with the number of flags, all of which are asked in turn, and with the length of a list, half of whose askers
 * are in it. The same in the program written by hand, whose growth is that of the caches of the machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Growth {
    private static final String LIST = "list";
    private static final int ASKERS = 1_024;

    /** Flags by number; the application's names of them are strings of their own. */
    @State(Scope.Thread)
    public static class Flags {
        @Param({"10", "100", "1000", "10000"})
        int size;

        private final User user = Workloads.user();
        private final Context context = Workloads.context(user);
        private LimitProgram limit = new LimitProgram();
        private Engine engine = Engine.of(List.of());
        private String[] asked = new String[0];
        private int next;

        /** Fills the programs. */
        @Setup
        public void fill() {
            List<Flag> flags = new ArrayList<>();
            limit = new LimitProgram();
            for (int i = 0; i < size; i++) {
                flags.add(Workloads.half(Workloads.manyKey(i)));
                limit.half(Workloads.manyKey(i));
            }
            engine = Engine.of(flags);
            asked = IntStream.range(0, size).mapToObj(Workloads::manyKey).toArray(String[]::new);
            Workloads.shuffle(asked);
        }

        String ask() {
            next = next + 1 >= asked.length ? 0 : next + 1;
            return asked[next];
        }
    }

    /** A list by its length; who asks is drawn from it and from outside of it. */
    @State(Scope.Thread)
    public static class Listed {
        @Param({"10", "100", "1000", "10000"})
        int size;

        private LimitProgram limit = new LimitProgram();
        private Engine engine = Engine.of(List.of());
        private User[] users = new User[0];
        private Context[] contexts = new Context[0];
        private int next;

        /** Fills the programs. */
        @Setup
        public void fill() {
            List<String> listed = Workloads.listed(size);
            limit = new LimitProgram().list(LIST, listed);
            engine = Engine.of(List.of(Workloads.list(LIST, listed)));
            SplittableRandom random = new SplittableRandom(3);
            users = IntStream.range(0, ASKERS)
                    .map(i -> 2 * random.nextInt(size) + i % 2)
                    .mapToObj(number -> User.of(Workloads.userKey(number), "DE", "gold", 12))
                    .toArray(User[]::new);
            contexts = Stream.of(users).map(Workloads::context).toArray(Context[]::new);
        }

        int ask() {
            next = (next + 1) & (ASKERS - 1);
            return next;
        }
    }

    /** The engine with a snapshot. */
    private record Engine(Evaluator evaluator, Snapshot snapshot) {
        static Engine of(List<Flag> flags) {
            return new Engine(
                    Evaluator.of(
                            GeoLocator.none(),
                            buckets -> ThreadLocalRandom.current().nextInt(buckets)),
                    Replica.of(Workloads.event(flags)).snapshot());
        }

        boolean isOn(String flag, Context context) {
            return evaluator.decide(snapshot, flag, ValueType.BOOLEAN, context).booleanValue(false);
        }
    }

    @Benchmark
    public boolean flagsLimit(Flags flags) {
        return flags.limit.isOn(flags.ask(), flags.user);
    }

    @Benchmark
    public boolean flagsEngine(Flags flags) {
        return flags.engine.isOn(flags.ask(), flags.context);
    }

    @Benchmark
    public boolean listLimit(Listed list) {
        return list.limit.isOn(LIST, list.users[list.ask()]);
    }

    @Benchmark
    public boolean listEngine(Listed list) {
        return list.engine.isOn(LIST, list.contexts[list.ask()]);
    }
}
