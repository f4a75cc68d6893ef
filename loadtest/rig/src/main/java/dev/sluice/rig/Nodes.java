package dev.sluice.rig;

import dev.sluice.rig.balance.Balancer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several servers on one Redis. Owned by one thread. */
public final class Nodes implements AutoCloseable {
    /** The API token of them all, with role admin. */
    public static final String ADMIN = "rig-admin-token-0123456789abcdef";

    /** An SDK key of project {@code demo}, environment {@code production}. */
    public static final String SDK_KEY = "rig-sdk-key-0123456789abcdef0123456789";

    private static final String SECRET = "rig-secret-0123456789abcdef0123456789abcdef";

    private final List<ServerProcess> servers = new ArrayList<>();

    private Nodes() {}

    /**
     * Starts them all at once and returns when each is ready.
     *
     * @param folder each gets one of its own below it
     * @param redisUrls one for each node; the same, or different ways to the same
     * @param more further settings of all of them
     */
    public static Nodes start(Path folder, List<String> redisUrls, Map<String, String> more)
            throws IOException, InterruptedException {
        Nodes nodes = new Nodes();
        ExecutorService starters = Executors.newFixedThreadPool(redisUrls.size());
        try {
            List<Future<ServerProcess>> starting = new ArrayList<>();
            for (int i = 0; i < redisUrls.size(); i++) {
                Map<String, String> settings = new LinkedHashMap<>(more);
                settings.put("SLUICE_REDIS_URL", redisUrls.get(i));
                settings.put("SLUICE_SECRET", SECRET);
                settings.put("SLUICE_HTTP_PORT", String.valueOf(Ports.free()));
                settings.put("SLUICE_MANAGEMENT_PORT", String.valueOf(Ports.free()));
                Path mine = folder.resolve("node-" + (i + 1));
                starting.add(starters.submit(() -> ServerProcess.start(mine, ADMIN, SDK_KEY, settings)));
            }
            ExecutionException failure = null;
            for (Future<ServerProcess> each : starting) {
                try {
                    nodes.servers.add(each.get());
                } catch (ExecutionException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                nodes.close();
                throw new IllegalStateException("a node did not start", failure.getCause());
            }
            return nodes;
        } finally {
            starters.shutdown();
        }
    }

    /** The n-th node, from 0. */
    public ServerProcess get(int number) {
        return servers.get(number);
    }

    /** All of them. */
    public List<ServerProcess> all() {
        return List.copyOf(servers);
    }

    /** Where their public ports are now. */
    public List<URI> uris() {
        return servers.stream().map(ServerProcess::uri).toList();
    }

    /** What a balancer has to know of them. */
    public List<Balancer.Member> members() {
        return servers.stream()
                .map(server -> new Balancer.Member(
                        server.uri().getPort(), server.management().getPort()))
                .toList();
    }

    /** A REST client with all rights, directly at the n-th node. */
    public RestClient rest(int number) {
        return new RestClient(servers.get(number).uri(), ADMIN);
    }

    /** Kills what does not stop by itself; all of them at once, since nobody is served any more. */
    @Override
    public void close() {
        servers.forEach(ServerProcess::kill);
    }
}
