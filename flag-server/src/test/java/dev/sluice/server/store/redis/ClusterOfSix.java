package dev.sluice.server.store.redis;

import dev.sluice.ports.QuietPort;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A cluster of three masters with a replica each, on loopback. A node counts as gone after a silence that the test chooses: a second
 * where one is killed, far more where none is, for on a busy machine a process may stand still for a second.
 */
public final class ClusterOfSix implements AutoCloseable {

    private static final int MASTERS = 3;

    private final Opened opened = new Opened();
    private final List<RedisProcess> nodes = new ArrayList<>();

    /** Starts it in folders below, with more configuration for each node; every slot is served when this returns. */
    public static ClusterOfSix start(Path folder, Duration silence, String... configuration) {
        var cluster = new ClusterOfSix();
        try {
            cluster.begin(folder, configuration);
            cluster.bear(silence);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void begin(Path folder, String... configuration) {
        for (int i = 0; i < 2 * MASTERS; i++) {
            List<String> lines = new ArrayList<>(List.of(
                    "cluster-enabled yes",
                    "cluster-port " + QuietPort.find(),
                    "cluster-node-timeout 1000",
                    "cluster-replica-validity-factor 0",
                    "appendonly yes",
                    "appendfsync no"));
            lines.addAll(List.of(configuration));
            nodes.add(opened.add(
                    RedisProcess.start(List.of(), folder.resolve("node" + i), "127.0.0.1", QuietPort.find(), lines)));
        }
        int slot = 0;
        for (int i = 0; i < MASTERS; i++) {
            int last = (i + 1) * SlotHash.SLOT_COUNT / MASTERS - 1;
            nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(slot), Integer.toString(last));
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            slot = last + 1;
        }
        for (RedisProcess node : nodes.subList(1, nodes.size())) {
            String busPort = busPort(node);
            nodes.get(0).ask("CLUSTER", "MEET", node.host(), Integer.toString(node.port()), busPort);
        }
        await(
                "everybody knows everybody",
                () -> nodes.stream()
                        .allMatch(node ->
                                node.askText("CLUSTER", "INFO").contains("cluster_known_nodes:" + nodes.size())));
        for (int i = MASTERS; i < 2 * MASTERS; i++) {
            String master = nodes.get(i - MASTERS).askText("CLUSTER", "MYID");
            RedisProcess replica = nodes.get(i);
            await("a replica", () -> replica.tell("CLUSTER", "REPLICATE", master) != null);
        }
        awaitWhole();
    }

    /** Only now: nodes that bear a long silence are also slow to find each other. */
    private void bear(Duration silence) {
        nodes.forEach(node -> node.ask("CONFIG", "SET", "cluster-node-timeout", Long.toString(silence.toMillis())));
    }

    private static String busPort(RedisProcess node) {
        List<Object> answer = node.ask("CONFIG", "GET", "cluster-port");
        return String.valueOf(answer.get(1));
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> until) {
        Awaitility.await(what).ignoreExceptions().atMost(Duration.ofSeconds(40)).until(until);
    }

    /** Until every slot is served and every master has a replica that confirms what it is sent. */
    public void awaitWhole() {
        await(
                "a whole cluster",
                () -> nodes.stream().filter(RedisProcess::runs).allMatch(node -> {
                    boolean linked = !node.info("replication", "role").equals("slave")
                            || node.info("replication", "master_link_status").equals("up");
                    return linked && node.askText("CLUSTER", "INFO").contains("cluster_state:ok");
                }));
        await(
                "a replica in step with every master",
                () -> nodes.stream()
                        .filter(RedisProcess::runs)
                        .filter(node -> node.info("replication", "role").equals("master"))
                        .allMatch(node -> node.replicasInStep() > 0));
    }

    /** For {@code SLUICE_REDIS_URL}. */
    public String url() {
        return "redis-cluster://" + nodes.stream().map(RedisProcess::name).collect(Collectors.joining(","));
    }

    public List<RedisProcess> nodes() {
        return nodes;
    }

    /** The running masters, as they say themselves. */
    public List<RedisProcess> masters() {
        return nodes.stream()
                .filter(RedisProcess::runs)
                .filter(node -> node.info("replication", "role").equals("master"))
                .toList();
    }

    /** Who has the slot of a key, by the word of another node that runs. */
    public RedisProcess masterOf(byte[] key) {
        int slot = SlotHash.getSlot(key);
        for (RedisProcess node : nodes) {
            if (node.runs()) {
                for (Object range : node.ask("CLUSTER", "SLOTS")) {
                    List<?> parts = (List<?>) range;
                    if ((Long) parts.get(0) <= slot && slot <= (Long) parts.get(1)) {
                        long port = (Long) ((List<?>) parts.get(2)).get(1);
                        return nodes.stream()
                                .filter(each -> each.port() == port)
                                .findFirst()
                                .orElseThrow();
                    }
                }
            }
        }
        throw new IllegalStateException("nobody has slot " + slot);
    }

    /** The replicas of a master. */
    public List<RedisProcess> replicasOf(RedisProcess master) {
        return nodes.stream()
                .filter(RedisProcess::runs)
                .filter(node -> node.info("replication", "master_port").equals(Integer.toString(master.port())))
                .toList();
    }

    /** Moves a slot with all its keys, as {@code redis-cli --cluster reshard} does it. */
    public void move(int slot, RedisProcess from, RedisProcess to) {
        String number = Integer.toString(slot);
        String fromId = from.askText("CLUSTER", "MYID");
        String toId = to.askText("CLUSTER", "MYID");
        to.ask("CLUSTER", "SETSLOT", number, "IMPORTING", fromId);
        from.ask("CLUSTER", "SETSLOT", number, "MIGRATING", toId);
        for (List<Object> keys = from.ask("CLUSTER", "GETKEYSINSLOT", number, "1");
                !keys.isEmpty();
                keys = from.ask("CLUSTER", "GETKEYSINSLOT", number, "1")) {
            String port = Integer.toString(to.port());
            from.ask("MIGRATE", to.host(), port, String.valueOf(keys.get(0)), "0", "5000", "REPLACE");
        }
        to.ask("CLUSTER", "SETSLOT", number, "NODE", toId);
        from.ask("CLUSTER", "SETSLOT", number, "NODE", toId);
        masters().forEach(node -> node.ask("CLUSTER", "SETSLOT", number, "NODE", toId));
    }

    @Override
    public void close() {
        opened.close();
    }
}
