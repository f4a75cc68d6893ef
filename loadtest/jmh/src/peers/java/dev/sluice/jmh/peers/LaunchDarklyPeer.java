package dev.sluice.jmh.peers;

import com.launchdarkly.sdk.ContextBuilder;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import com.launchdarkly.sdk.server.subsystems.ComponentConfigurer;
import com.launchdarkly.sdk.server.subsystems.EventProcessor;
import dev.sluice.jmh.Asked;
import dev.sluice.jmh.Workloads;
import dev.sluice.jmh.limit.User;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** LaunchDarkly, events off and on. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LaunchDarklyPeer {
    /** The client, fed from a file. */
    @State(Scope.Benchmark)
    public static class Client {
        final LDContext user = context(Workloads.user());
        final LDContext listed = context(Workloads.listedUser());
        final LDContext unlisted = context(Workloads.unlistedUser());
        final LDContext[] many =
                Stream.of(Workloads.manyUsers()).map(Client::context).toArray(LDContext[]::new);
        final LDClient client;

        /** Without events. */
        public Client() {
            this(Components.noEvents(), null);
        }

        Client(ComponentConfigurer<EventProcessor> events, @Nullable URI sink) {
            LDConfig.Builder config = new LDConfig.Builder()
                    .dataSource(FileData.dataSource().filePaths(PeerFiles.write(Map.of("flags", flags()))))
                    .events(events)
                    .diagnosticOptOut(true)
                    .logging(Components.noLogging());
            if (sink != null) {
                config.serviceEndpoints(Components.serviceEndpoints().events(sink));
            }
            client = new LDClient("sdk-benchmark", config.build());
            PeerFiles.check(
                    "LaunchDarkly",
                    client.boolVariation(Workloads.W1, user, false),
                    client.boolVariation(Workloads.W4, listed, false),
                    client.boolVariation(Workloads.W4, unlisted, true));
            PeerFiles.checkHalf(
                    "LaunchDarkly",
                    Stream.of(many)
                            .filter(each -> client.boolVariation(Workloads.W3, each, false))
                            .count(),
                    many.length);
        }

        private static LDContext context(User user) {
            ContextBuilder builder = LDContext.builder(user.key());
            user.attributes()
                    .forEach((name, value) -> builder.set(
                            name, value instanceof Long number ? LDValue.of(number) : LDValue.of((String) value)));
            return builder.build();
        }

        @TearDown
        public void close() throws IOException {
            client.close();
        }
    }

    /** The same with events, sent to a server in this process that takes everything. */
    @State(Scope.Benchmark)
    public static class WithEvents extends Client {
        private final Sink sink;

        public WithEvents() {
            this(new Sink());
        }

        private WithEvents(Sink sink) {
            super(Components.sendEvents(), sink.uri());
            this.sink = sink;
        }

        @Override
        public void close() throws IOException {
            super.close();
            sink.close();
        }
    }

    private static Map<String, Object> flags() {
        return PeerFiles.flags(
                key -> flag(key, Map.of("variation", 0), List.of(), List.of()),
                key -> flag(key, HALF, List.of(), List.of()),
                key -> flag(key, Map.of("variation", 1), List.of(), rules()),
                key -> flag(
                        key,
                        Map.of("variation", 1),
                        List.of(Map.of("variation", 0, "values", Workloads.listed(Workloads.LISTED))),
                        List.of()));
    }

    private static final Map<String, Object> HALF = Map.of(
            "rollout",
            Map.of(
                    "variations",
                    List.of(Map.of("variation", 0, "weight", 50_000), Map.of("variation", 1, "weight", 50_000))));

    private static Map<String, Object> flag(
            String key, Map<String, Object> fallthrough, List<Object> targets, List<Object> rules) {
        return Map.of(
                "key",
                key,
                "version",
                1,
                "on",
                true,
                "salt",
                key,
                "variations",
                List.of(true, false),
                "offVariation",
                1,
                "fallthrough",
                fallthrough,
                "targets",
                targets,
                "rules",
                rules);
    }

    private static List<Object> rules() {
        return List.of(
                rule("first", countries(0), clause("plan", "in", "silver"), Map.of("variation", 0)),
                rule("second", countries(1), clause("orders", "greaterThanOrEqual", 100), Map.of("variation", 0)),
                rule("third", clause("plan", "in", "gold"), clause("orders", "lessThan", 5), Map.of("variation", 0)),
                rule("fourth", countries(2), clause("plan", "in", "gold"), Map.of("variation", 0)),
                rule("fifth", countries(3), clause("orders", "greaterThanOrEqual", 10), HALF));
    }

    private static Map<String, Object> rule(String id, Object first, Object second, Map<String, Object> serve) {
        Map<String, Object> rule = new HashMap<>(serve);
        rule.put("id", id);
        rule.put("clauses", List.of(first, second));
        return rule;
    }

    private static Object countries(int rule) {
        return clause("country", "in", PeerFiles.COUNTRIES.get(rule).toArray());
    }

    private static Map<String, Object> clause(String attribute, String op, Object... values) {
        return Map.of("attribute", attribute, "op", op, "values", List.of(values), "negate", false);
    }

    @Benchmark
    public boolean w1LaunchDarkly(Asked.Keys keys, Client peer) {
        return peer.client.boolVariation(keys.w1, peer.user, false);
    }

    @Benchmark
    public boolean w2LaunchDarkly(Asked.Keys keys, Client peer) {
        return peer.client.boolVariation(keys.w2, peer.user, false);
    }

    @Benchmark
    public boolean w3LaunchDarkly(Asked.Keys keys, Client peer) {
        return peer.client.boolVariation(keys.w3, peer.user, false);
    }

    @Benchmark
    public boolean w4HitLaunchDarkly(Asked.Keys keys, Client peer) {
        return peer.client.boolVariation(keys.w4, peer.listed, false);
    }

    @Benchmark
    public boolean w4MissLaunchDarkly(Asked.Keys keys, Client peer) {
        return peer.client.boolVariation(keys.w4, peer.unlisted, false);
    }

    @Benchmark
    public boolean w5LaunchDarkly(Asked.Turn turn, Client peer) {
        return peer.client.boolVariation(turn.flag(), peer.many[turn.user()], false);
    }

    @Benchmark
    public boolean w1LaunchDarklyEvents(Asked.Keys keys, WithEvents peer) {
        return peer.client.boolVariation(keys.w1, peer.user, false);
    }

    @Benchmark
    public boolean w2LaunchDarklyEvents(Asked.Keys keys, WithEvents peer) {
        return peer.client.boolVariation(keys.w2, peer.user, false);
    }

    @Benchmark
    public boolean w3LaunchDarklyEvents(Asked.Keys keys, WithEvents peer) {
        return peer.client.boolVariation(keys.w3, peer.user, false);
    }

    @Benchmark
    public boolean w4HitLaunchDarklyEvents(Asked.Keys keys, WithEvents peer) {
        return peer.client.boolVariation(keys.w4, peer.listed, false);
    }

    @Benchmark
    public boolean w4MissLaunchDarklyEvents(Asked.Keys keys, WithEvents peer) {
        return peer.client.boolVariation(keys.w4, peer.unlisted, false);
    }

    @Benchmark
    public boolean w5LaunchDarklyEvents(Asked.Turn turn, WithEvents peer) {
        return peer.client.boolVariation(turn.flag(), peer.many[turn.user()], false);
    }
}
