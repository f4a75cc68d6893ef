package dev.sluice.jmh.peers;

import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.sluice.jmh.Asked;
import dev.sluice.jmh.Workloads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** OpenFeature with flagd evaluating in this process. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlagdPeer {
    /** The client of OpenFeature on flagd's provider, which evaluates in this process, from a file. */
    @State(Scope.Benchmark)
    public static class Provider {
        final Client client;

        public Provider() {
            String file = PeerFiles.write(Map.of("flags", flags())).toString();
            OpenFeatureAPI api = OpenFeatureAPI.getInstance();
            api.setProviderAndWait(new FlagdProvider(FlagdOptions.builder()
                    .resolverType(Config.Resolver.FILE)
                    .offlineFlagSourcePath(file)
                    .deadline(30_000)
                    .build()));
            client = api.getClient();
            OpenFeatureContexts contexts = new OpenFeatureContexts();
            PeerFiles.check(
                    "flagd",
                    client.getBooleanValue(Workloads.W1, false, contexts.user),
                    client.getBooleanValue(Workloads.W4, false, contexts.listed),
                    client.getBooleanValue(Workloads.W4, true, contexts.unlisted));
            PeerFiles.checkHalf(
                    "flagd",
                    Stream.of(contexts.many)
                            .limit(1_000)
                            .filter(each -> client.getBooleanValue(Workloads.W3, false, each))
                            .count(),
                    1_000);
        }

        @TearDown
        public void close() {
            OpenFeatureAPI.getInstance().shutdown();
        }
    }

    private static final Object HALF = Map.of("fractional", List.of(List.of("on", 50), List.of("off", 50)));

    private static Map<String, Object> flags() {
        return PeerFiles.flags(
                key -> flag("on", Map.of()),
                key -> flag("off", HALF),
                key -> flag("off", rules()),
                key -> flag(
                        "off",
                        Map.of("if", List.of(in("targetingKey", Workloads.listed(Workloads.LISTED)), "on", "off"))));
    }

    private static Map<String, Object> flag(String variant, Object targeting) {
        return Map.of(
                "state",
                "ENABLED",
                "variants",
                Map.of("on", true, "off", false),
                "defaultVariant",
                variant,
                "targeting",
                targeting);
    }

    private static Object rules() {
        return Map.of(
                "if",
                List.of(
                        both(countries(0), Map.of("==", List.of(read("plan"), "silver"))),
                        "on",
                        both(countries(1), Map.of(">=", List.of(read("orders"), 100))),
                        "on",
                        both(Map.of("==", List.of(read("plan"), "gold")), Map.of("<", List.of(read("orders"), 5))),
                        "on",
                        both(countries(2), Map.of("==", List.of(read("plan"), "gold"))),
                        "on",
                        both(countries(3), Map.of(">=", List.of(read("orders"), 10))),
                        HALF,
                        "off"));
    }

    private static Object both(Object first, Object second) {
        return Map.of("and", List.of(first, second));
    }

    private static Object countries(int rule) {
        return in("country", PeerFiles.COUNTRIES.get(rule));
    }

    private static Object in(String attribute, List<String> values) {
        return Map.of("in", List.of(read(attribute), values));
    }

    private static Object read(String attribute) {
        return Map.of("var", attribute);
    }

    @Benchmark
    public boolean w1Flagd(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w1, false, contexts.user);
    }

    @Benchmark
    public boolean w2Flagd(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w2, false, contexts.user);
    }

    @Benchmark
    public boolean w3Flagd(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w3, false, contexts.user);
    }

    @Benchmark
    public boolean w4HitFlagd(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.listed);
    }

    @Benchmark
    public boolean w4MissFlagd(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.unlisted);
    }

    @Benchmark
    public boolean w5Flagd(Asked.Turn turn, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(turn.flag(), false, contexts.many[turn.user()]);
    }
}
