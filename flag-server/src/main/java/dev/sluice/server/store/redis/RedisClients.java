package dev.sluice.server.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client library, bounded in every way: a second for connecting and for each command (more for large ones and whole projects), a
 * limit on what waits, nothing accepted while disconnected, and no reconnecting of its own. A connection here lives once: what was sent over it and not answered is never
 * sent again behind our back, for {@code WAIT} tells only of its own connection.
 */
final class RedisClients implements AutoCloseable {

    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

    /** For the answer with a whole project, which may be tens of megabytes, to a process that has just started. */
    static final Duration LOAD_TIMEOUT = Duration.ofSeconds(30);

    private static final int PARTS_A_SECOND = 10_000;
    private static final Duration LOAD_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Data that nobody confirms for so long ends its connection, where the native transport is there (Linux on x86-64). */
    private static final Duration UNCONFIRMED = Duration.ofSeconds(8);

    private static final int MOST_REQUESTS = 1_000;

    private final ClientResources resources = ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .build();
    private final RedisClient client = RedisClient.create(resources);
    private final RedisClient loading = RedisClient.create(resources);
    private final RedisClient asking = RedisClient.create(resources);
    private final Topology topology;

    /** For this address; {@code certificates} is a PEM file of the authorities to trust, null for the Java platform's. */
    RedisClients(RedisAddress address, @Nullable Path certificates) {
        ClientOptions options = options(certificates);
        client.setOptions(options);
        loading.setOptions(options.mutate()
                .timeoutOptions(TimeoutOptions.enabled(LOAD_TIMEOUT))
                .socketOptions(options.getSocketOptions()
                        .mutate()
                        .connectTimeout(LOAD_CONNECT_TIMEOUT)
                        .build())
                .build());
        this.topology = switch (address.kind()) {
            case STANDALONE ->
                new Topology.Standalone(new Topology.Master(
                        address.seeds().get(0).getHost(), address.seeds().get(0).getPort(), 1));
            case SENTINEL -> {
                asking.setOptions(
                        options.mutate().pingBeforeActivateConnection(true).build());
                yield new SentinelTopology(asking, address);
            }
            case CLUSTER ->
                new ClusterTopology(
                        resources,
                        address,
                        ClusterClientOptions.builder(options)
                                .validateClusterNodeMembership(false)
                                .build());
        };
    }

    private static ClientOptions options(@Nullable Path certificates) {
        ClientOptions.Builder options = ClientOptions.builder()
                .autoReconnect(false)
                .pingBeforeActivateConnection(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_REQUESTS)
                .timeoutOptions(
                        TimeoutOptions.builder().timeoutSource(new BySize()).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(COMMAND_TIMEOUT)
                        .keepAlive(true)
                        .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(UNCONFIRMED)
                                .build())
                        .build());
        if (certificates != null) {
            options.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(certificates.toFile())
                    .build());
        }
        return options.build();
    }

    /**
     * For a command of so many parts: a second, and one more for each {@value #PARTS_A_SECOND} parts, as an import of thousands of flags
     * has them; never longer than a whole project may take to be read.
     */
    static Duration timeout(int parts) {
        Duration due = COMMAND_TIMEOUT.plusSeconds(parts / PARTS_A_SECOND);
        return due.compareTo(LOAD_TIMEOUT) < 0 ? due : LOAD_TIMEOUT;
    }

    private static final class BySize extends TimeoutOptions.TimeoutSource {
        @Override
        public long getTimeout(RedisCommand<?, ?, ?> command) {
            CommandArgs<?, ?> parts = command.getArgs();
            return timeout(parts == null ? 0 : parts.count()).toMillis();
        }

        @Override
        public TimeUnit getTimeUnit() {
            return TimeUnit.MILLISECONDS;
        }
    }

    RedisClient client() {
        return client;
    }

    RedisClient client(Line.Purpose purpose) {
        return purpose == Line.Purpose.LOAD ? loading : client;
    }

    /** How long a connection for this may take until it can be used. */
    static Duration patience(Line.Purpose purpose) {
        return purpose == Line.Purpose.LOAD ? LOAD_CONNECT_TIMEOUT : COMMAND_TIMEOUT;
    }

    Topology topology() {
        return topology;
    }

    /** Runs something later, on a thread of the client library. */
    void later(long millis, Runnable task) {
        if (!resources.eventExecutorGroup().isShuttingDown()) {
            resources.eventExecutorGroup().schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        topology.close();
        asking.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        loading.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        resources.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
