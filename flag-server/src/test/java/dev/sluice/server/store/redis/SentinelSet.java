package dev.sluice.server.store.redis;

import dev.sluice.ports.QuietPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Three Redis, one of them the master, watched by three Sentinels. They act after a silence that the test chooses: a second where a
 * master is killed, far more where none is, for on a busy machine a process may stand still for a second.
 */
public final class SentinelSet implements AutoCloseable {

    static final String MASTER = "store";
    private static final int SIZE = 3;

    private final Opened opened = new Opened();
    private final List<RedisProcess> redis = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();

    /** Starts them in folders below, with more configuration for each Redis; the set is whole when this returns. */
    public static SentinelSet start(Path folder, Duration silence, String... configuration) {
        var set = new SentinelSet();
        try {
            set.begin(folder, silence, configuration);
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private void begin(Path folder, Duration silence, String... configuration) {
        for (int i = 0; i < SIZE; i++) {
            List<String> lines = new ArrayList<>(List.of(configuration));
            if (i > 0) {
                lines.add("replicaof 127.0.0.1 " + redis.get(0).port());
            }
            redis.add(opened.add(
                    RedisProcess.start(List.of(), folder.resolve("redis" + i), "127.0.0.1", QuietPort.find(), lines)));
        }
        for (int i = 0; i < SIZE; i++) {
            sentinels.add(opened.add(RedisProcess.sentinel(
                    List.of(),
                    folder.resolve("sentinel" + i),
                    "127.0.0.1",
                    QuietPort.find(),
                    configuration("127.0.0.1", redis.get(0).port(), silence))));
        }
        awaitWhole();
    }

    /** Until the Sentinels know everybody and every replica is in step. */
    void awaitWhole() {
        awaitWhole(sentinels, redis);
    }

    /** Sentinels of which none wins choose again after twice the {@code failover-timeout}: soon enough for the time that is promised. */
    static List<String> configuration(String host, int port, Duration silence) {
        return List.of(
                "sentinel resolve-hostnames no",
                "sentinel monitor " + MASTER + " " + host + " " + port + " 2",
                "sentinel down-after-milliseconds " + MASTER + " " + silence.toMillis(),
                "sentinel failover-timeout " + MASTER + " 2000",
                "sentinel parallel-syncs " + MASTER + " 2");
    }

    /** Until each Sentinel knows the two others and both replicas confirm what they are sent. */
    static void awaitWhole(List<RedisProcess> sentinels, List<RedisProcess> redis) {
        Awaitility.await("a whole set")
                .atMost(Duration.ofSeconds(40))
                .until(() -> sentinels.stream().allMatch(sentinel -> {
                    List<Object> about = sentinel.ask("SENTINEL", "MASTER", MASTER);
                    return field(about, "num-slaves").equals("2")
                            && field(about, "num-other-sentinels").equals("2")
                            && field(about, "flags").equals("master");
                }));
        Awaitility.await("replicas in step")
                .atMost(Duration.ofSeconds(40))
                .until(() -> redis.stream().anyMatch(each -> each.replicasInStep() == redis.size() - 1));
    }

    static String field(List<Object> flat, String name) {
        int at = flat.indexOf(name);
        return at < 0 ? "" : String.valueOf(flat.get(at + 1));
    }

    /** For {@code SLUICE_REDIS_URL}. */
    public String url() {
        return "redis-sentinel://" + sentinels.stream().map(RedisProcess::name).collect(Collectors.joining(",")) + "#"
                + MASTER;
    }

    public List<RedisProcess> redis() {
        return redis;
    }

    public List<RedisProcess> sentinels() {
        return sentinels;
    }

    /** Who is master by the word of a Sentinel. */
    public RedisProcess master() {
        List<Object> address = sentinels.get(0).ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
        return redis.stream()
                .filter(each -> String.valueOf(address.get(1)).equals(Integer.toString(each.port())))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        opened.close();
    }
}
