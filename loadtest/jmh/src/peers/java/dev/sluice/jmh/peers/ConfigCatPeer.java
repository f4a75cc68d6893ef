package dev.sluice.jmh.peers;

import com.configcat.ConfigCatClient;
import com.configcat.LogLevel;
import com.configcat.OverrideBehaviour;
import com.configcat.OverrideDataSourceBuilder;
import com.configcat.PollingModes;
import dev.sluice.jmh.Asked;
import dev.sluice.jmh.Workloads;
import dev.sluice.jmh.limit.User;
import java.io.IOException;
import java.util.HashMap;
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

/** ConfigCat, by local overrides only. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConfigCatPeer {
    /** The client, with flags from a file only. */
    @State(Scope.Benchmark)
    public static class Client {
        final com.configcat.User user = userOf(Workloads.user());
        final com.configcat.User listed = userOf(Workloads.listedUser());
        final com.configcat.User unlisted = userOf(Workloads.unlistedUser());
        final com.configcat.User[] many =
                Stream.of(Workloads.manyUsers()).map(Client::userOf).toArray(com.configcat.User[]::new);
        private final ConfigCatClient client;

        public Client() {
            String file = PeerFiles.write(Map.of("p", Map.of("s", "salt"), "f", flags()))
                    .toString();
            client = ConfigCatClient.get("localhost", options -> {
                options.pollingMode(PollingModes.manualPoll());
                options.logLevel(LogLevel.NO_LOG);
                options.flagOverrides(OverrideDataSourceBuilder.localFile(file, false), OverrideBehaviour.LOCAL_ONLY);
            });
            PeerFiles.check(
                    "ConfigCat", isOn(Workloads.W1, user), isOn(Workloads.W4, listed), isOn(Workloads.W4, unlisted));
            PeerFiles.checkHalf(
                    "ConfigCat",
                    Stream.of(many).filter(each -> isOn(Workloads.W3, each)).count(),
                    many.length);
        }

        private static com.configcat.User userOf(User user) {
            return com.configcat.User.newBuilder().custom(user.attributes()).build(user.key());
        }

        boolean isOn(String key, com.configcat.User who) {
            return client.getValue(Boolean.class, key, who, false);
        }

        @TearDown
        public void close() throws IOException {
            client.close();
        }
    }

    private static final int ONE_OF = 0;
    private static final int LESS = 12;
    private static final int GREATER_OR_EQUAL = 15;
    private static final Map<String, Object> ON = Map.of("s", Map.of("v", Map.of("b", true)));
    private static final Map<String, Object> HALF =
            Map.of("p", List.of(Map.of("p", 50, "v", Map.of("b", true)), Map.of("p", 50, "v", Map.of("b", false))));

    private static Map<String, Object> flags() {
        return PeerFiles.flags(
                key -> setting(true, Map.of()),
                key -> setting(false, HALF),
                key -> setting(false, Map.of("r", rules())),
                key -> setting(
                        false,
                        Map.of(
                                "r",
                                List.of(rule(List.of(texts("Identifier", Workloads.listed(Workloads.LISTED))), ON)))));
    }

    private static Map<String, Object> setting(boolean value, Map<String, Object> more) {
        Map<String, Object> setting = new HashMap<>(more);
        setting.put("t", 0);
        setting.put("v", Map.of("b", value));
        return setting;
    }

    private static List<Object> rules() {
        return List.of(
                rule(List.of(countries(0), texts("plan", List.of("silver"))), ON),
                rule(List.of(countries(1), number(GREATER_OR_EQUAL, 100)), ON),
                rule(List.of(texts("plan", List.of("gold")), number(LESS, 5)), ON),
                rule(List.of(countries(2), texts("plan", List.of("gold"))), ON),
                rule(List.of(countries(3), number(GREATER_OR_EQUAL, 10)), HALF));
    }

    private static Map<String, Object> rule(List<Object> conditions, Map<String, Object> serve) {
        Map<String, Object> rule = new HashMap<>(serve);
        rule.put("c", conditions);
        return rule;
    }

    private static Object countries(int rule) {
        return texts("country", PeerFiles.COUNTRIES.get(rule));
    }

    private static Object texts(String attribute, List<String> values) {
        return Map.of("u", Map.of("a", attribute, "c", ONE_OF, "l", values));
    }

    private static Object number(int comparator, double value) {
        return Map.of("u", Map.of("a", "orders", "c", comparator, "d", value));
    }

    @Benchmark
    public boolean w1ConfigCat(Asked.Keys keys, Client peer) {
        return peer.isOn(keys.w1, peer.user);
    }

    @Benchmark
    public boolean w2ConfigCat(Asked.Keys keys, Client peer) {
        return peer.isOn(keys.w2, peer.user);
    }

    @Benchmark
    public boolean w3ConfigCat(Asked.Keys keys, Client peer) {
        return peer.isOn(keys.w3, peer.user);
    }

    @Benchmark
    public boolean w4HitConfigCat(Asked.Keys keys, Client peer) {
        return peer.isOn(keys.w4, peer.listed);
    }

    @Benchmark
    public boolean w4MissConfigCat(Asked.Keys keys, Client peer) {
        return peer.isOn(keys.w4, peer.unlisted);
    }

    @Benchmark
    public boolean w5ConfigCat(Asked.Turn turn, Client peer) {
        return peer.isOn(turn.flag(), peer.many[turn.user()]);
    }
}
