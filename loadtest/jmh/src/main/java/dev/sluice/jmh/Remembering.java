package dev.sluice.jmh;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.wire.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Whether it pays to remember a decision: the dearest flags that people write (expressions, a chain of prerequisites) and the plainest
 * one, decided, and looked up in a cache by (state, flag, what the context says). A context is made for each request, so it is its
 * content that is compared, never the object. All look-ups hit: it is the best case of the cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Remembering {
    private static final String PLAIN = "plain";
    private static final String EXPRESSIONS = "expressions";
    private static final String CHAIN = "chain";
    private static final int DEPTH = 8;
    private static final int ASKERS = 1_024;

    /** The flags, those who ask, and a cache in which all answers are. */
    @State(Scope.Thread)
    public static class Asking {
        private final Evaluator evaluator = Evaluator.of(
                GeoLocator.none(), buckets -> ThreadLocalRandom.current().nextInt(buckets));
        private final Snapshot snapshot = Replica.of(Workloads.event(flags())).snapshot();
        private final Context[] contexts = new Context[ASKERS];
        private final Cache<Key, Decision> cache =
                Caffeine.newBuilder().maximumSize(10_000).recordStats().build();
        private int next;

        public Asking() {
            for (int i = 0; i < ASKERS; i++) {
                contexts[i] = Context.builder(Workloads.userKey(i))
                        .set("email", "somebody-" + i + "@mail.example")
                        .set("plan", i % 2 == 0 ? "gold" : "silver")
                        .build();
                for (String flag : List.of(PLAIN, EXPRESSIONS, CHAIN)) {
                    cache.put(key(flag, contexts[i]), decide(flag, contexts[i]));
                }
            }
        }

        Context ask() {
            next = (next + 1) & (ASKERS - 1);
            return contexts[next];
        }

        Decision decide(String flag, Context context) {
            return evaluator.decide(snapshot, flag, ValueType.BOOLEAN, context);
        }

        Decision remember(String flag, Context context) {
            Decision known = cache.getIfPresent(key(flag, context));
            return known == null ? decide(flag, context) : known;
        }

        private Key key(String flag, Context context) {
            return new Key(snapshot.id(), flag, context.targetingKey(), context.attributes());
        }
    }

    private record Key(StateId state, String flag, @Nullable String targetingKey, Map<String, Object> attributes) {}

    @Benchmark
    public boolean plainDecided(Asking asking) {
        return asking.decide(PLAIN, asking.ask()).booleanValue(false);
    }

    @Benchmark
    public boolean plainRemembered(Asking asking) {
        return asking.remember(PLAIN, asking.ask()).booleanValue(false);
    }

    @Benchmark
    public boolean expressionsDecided(Asking asking) {
        return asking.decide(EXPRESSIONS, asking.ask()).booleanValue(false);
    }

    @Benchmark
    public boolean expressionsRemembered(Asking asking) {
        return asking.remember(EXPRESSIONS, asking.ask()).booleanValue(false);
    }

    @Benchmark
    public boolean chainDecided(Asking asking) {
        return asking.decide(CHAIN, asking.ask()).booleanValue(false);
    }

    @Benchmark
    public boolean chainRemembered(Asking asking) {
        return asking.remember(CHAIN, asking.ask()).booleanValue(false);
    }

    private static List<Flag> flags() {
        List<Flag> flags = new ArrayList<>();
        flags.add(Flag.simple(core(PLAIN), new Fixed("on")));
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Clause clause = Clause.of("email", Operator.MATCHES, "^[a-z]+-[0-9]*" + i + "@(shop|store)[.]example$");
            rules.add(new Rule("rule-" + i, List.of(clause), new Fixed("on")));
        }
        flags.add(Flag.of(core(EXPRESSIONS), List.of(), List.of(), rules, new Fixed("off"), null));
        for (int depth = 0; depth < DEPTH; depth++) {
            String key = depth == DEPTH - 1 ? CHAIN : CHAIN + depth;
            List<Prerequisite> before =
                    depth == 0 ? List.of() : List.of(new Prerequisite(CHAIN + (depth - 1), List.of("on")));
            Rule gold = new Rule("gold", List.of(Clause.of("plan", Operator.IN, "gold")), new Fixed("on"));
            flags.add(Flag.of(core(key), before, List.of(), List.of(gold), new Fixed("on"), null));
        }
        return flags;
    }

    private static FlagCore core(String key) {
        return new FlagCore(
                key,
                ValueType.BOOLEAN,
                1,
                true,
                List.of(new Variation("on", true), new Variation("off", false)),
                "off");
    }
}
