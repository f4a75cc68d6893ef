package dev.sluice.jmh;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.jmh.limit.LimitProgram;
import dev.sluice.jmh.limit.User;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.sdk.GeoOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The programs that are asked, each with what it is asked with. */
public final class Asked {
    private Asked() {}

    /** The names of the flags; read each time, so that nothing about them is known when the call is compiled. */
    @State(Scope.Benchmark)
    public static class Keys {
        public String w1 = Workloads.separate(Workloads.W1);
        public String w2 = Workloads.separate(Workloads.W2);
        public String w3 = Workloads.separate(Workloads.W3);
        public String w4 = Workloads.separate(Workloads.W4);
        String w3Hoisted = Workloads.separate(Workloads.W3_HOISTED);
    }

    /** The program written by hand. */
    @State(Scope.Benchmark)
    public static class Limit {
        LimitProgram program = Workloads.limit();
        User user = Workloads.user();
        User listed = Workloads.listedUser();
        User unlisted = Workloads.unlistedUser();
        User[] many = Workloads.manyUsers();
    }

    /** What both ways to Sluice are asked with. */
    @State(Scope.Benchmark)
    public static class Contexts {
        Context user = Workloads.context(Workloads.user());
        Context listed = Workloads.context(Workloads.listedUser());
        Context unlisted = Workloads.context(Workloads.unlistedUser());
        Context[] many =
                Stream.of(Workloads.manyUsers()).map(Workloads::context).toArray(Context[]::new);
    }

    /** The engine alone. */
    @State(Scope.Benchmark)
    public static class Engine {
        Evaluator evaluator = Evaluator.of(
                GeoLocator.none(), buckets -> ThreadLocalRandom.current().nextInt(buckets));
        Snapshot snapshot =
                Replica.of(new WireCodec().decodeSnapshot(Workloads.snapshot())).snapshot();
    }

    /** The client as an application has it: connected, and following a stream. */
    @State(Scope.Benchmark)
    public static class Client {
        final SnapshotServer server = new SnapshotServer(Workloads.snapshot());
        public final FlagClient flags = FlagClient.connect(FlagClientOptions.builder(server.uri(), "benchmark")
                .application("benchmark", "1")
                .geo(GeoOption.off())
                .build());

        public Client() {
            if (flags.state().isEmpty()) {
                throw new IllegalStateException("The client has no flags: it is " + flags.status());
            }
        }

        @TearDown
        public void close() {
            flags.close();
            server.close();
        }
    }

    /** What a request brings along, of which a user or a context is made in the call. */
    @State(Scope.Thread)
    public static class Request {
        String user = Workloads.userKey(42);
        String listed = Workloads.listedUser().key();
        String unlisted = Workloads.unlistedUser().key();
        String[] many = Stream.of(Workloads.manyUsers()).map(User::key).toArray(String[]::new);
        String country = Workloads.separate("DE");
        String plan = Workloads.separate("gold");
        long orders = 12;

        User freshUser(String key) {
            return User.of(key, country, plan, orders);
        }

        Context freshContext(String key) {
            return Context.builder(key)
                    .set("country", country)
                    .set("plan", plan)
                    .set("orders", orders)
                    .build();
        }
    }

    /** Whose turn it is, and which flag's in W5; each thread begins somewhere else. */
    @State(Scope.Thread)
    public static class Turn {
        private final String[] flags = Workloads.manyKeys();
        private int flag = ThreadLocalRandom.current().nextInt(Workloads.MANY_FLAGS);
        private int user = ThreadLocalRandom.current().nextInt(Workloads.MANY_USERS);

        /** The next flag of W5. */
        public String flag() {
            flag = flag + 1 == Workloads.MANY_FLAGS ? 0 : flag + 1;
            return flags[flag];
        }

        /** The place of the next user of W5. */
        public int user() {
            user = user + 1 == Workloads.MANY_USERS ? 0 : user + 1;
            return user;
        }
    }
}
