package dev.sluice.server.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The masters of a cluster by slot, as its nodes tell it to the client library. */
final class ClusterTopology implements Topology {

    private final RedisClusterClient client;
    private final Map<Integer, Master> moved = new ConcurrentHashMap<>();
    private volatile @Nullable Partitions known;

    ClusterTopology(ClientResources resources, RedisAddress address, ClusterClientOptions options) {
        this.client = RedisClusterClient.create(resources, address.seeds());
        client.setOptions(options);
    }

    @Override
    public int slot(byte[] key) {
        return Topology.clusterSlot(key);
    }

    @Override
    public @Nullable Master master(int slot) {
        Master told = moved.get(slot);
        if (told != null) {
            return told;
        }
        Partitions partitions = known;
        if (partitions == null) {
            return null;
        }
        RedisClusterNode node = partitions.getMasterBySlot(slot);
        return node == null ? null : master(partitions, node);
    }

    @Override
    public List<Master> masters() {
        Partitions partitions = known;
        List<Master> masters = new ArrayList<>();
        if (partitions != null) {
            for (RedisClusterNode node : partitions) {
                if (!node.hasNoSlots()) {
                    masters.add(master(partitions, node));
                }
            }
        }
        return masters;
    }

    @Override
    public CompletionStage<?> refresh() {
        return client.refreshPartitionsAsync().thenAccept(done -> {
            known = client.getPartitions().clone();
            moved.clear();
        });
    }

    @Override
    public void moved(int slot, String host, int port) {
        Partitions partitions = known;
        if (partitions != null) {
            RedisClusterNode node = partitions.getPartition(host, port);
            moved.put(slot, node == null ? new Master(host, port, 1) : master(partitions, node));
        }
    }

    /** A replica that is down still counts: the cluster remembers it until an operator makes it forget. */
    private static Master master(Partitions partitions, RedisClusterNode node) {
        int replicas = 0;
        for (RedisClusterNode other : partitions) {
            if (node.getNodeId().equals(other.getSlaveOf())) {
                replicas++;
            }
        }
        RedisURI uri = node.getUri();
        return new Master(uri.getHost(), uri.getPort(), 1 + replicas);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
