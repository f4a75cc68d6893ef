package dev.sluice.server;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.http.RequestLimits;
import dev.sluice.server.ops.DataFolder;
import dev.sluice.server.ops.HttpPort;
import dev.sluice.server.store.Workspace;
import dev.sluice.server.store.disk.DiskCopy;
import dev.sluice.server.store.redis.EmbeddedRedis;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.SecretFingerprint;
import dev.sluice.server.store.redis.WaitPolicy;
import dev.sluice.server.stream.GeoDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process: takes its data folder, its Redis and its ports, in this order, and gives them back in the other. The public port opens
 * when everything is loaded, so that nobody is told "no such key" by a node that has not read the keys yet.
 */
final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final long LAST_WORD_MILLIS = 1_000;

    /** The usual grace period of those who stop processes is 30 s; what comes after takes the rest. */
    private static final Duration LONGEST_LEAVING = Duration.ofSeconds(28);

    private static final int LARGEST_HEADER = 8 * 1024;
    private static final int LONGEST_HANDSHAKE_SECONDS = 10;
    private static final int MOST_HTTP2_STREAMS = 100;
    private static final int MOST_HTTP2_RESETS = 100;

    /** A peer that acknowledges no byte for so long is gone; where the system can't be told so, it finds out much later. */
    private static final int LONGEST_UNANSWERED_MILLIS = 45_000;

    private final ServerConfig config;
    private final DataFolder folder;
    private final @Nullable EmbeddedRedis embedded;
    private final DiskCopy copy;
    private final RedisLink link;
    private final Vertx vertx;
    private final AccessConfig access;
    private final Node node;
    private final CompletableFuture<@Nullable Void> hurry = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean open;
    private volatile boolean leaving;
    private volatile @Nullable HttpPort http;
    private volatile int port;
    private volatile @Nullable URI publicUrl;
    private volatile int managementPort;

    private Server(
            ServerConfig config,
            DataFolder folder,
            @Nullable EmbeddedRedis embedded,
            DiskCopy copy,
            String secret,
            Vertx vertx,
            GeoDatabase geo)
            throws IOException {
        this.config = config;
        this.copy = copy;
        this.folder = folder;
        this.embedded = embedded;
        this.vertx = vertx;
        this.link = embedded != null
                ? RedisLink.to(embedded.url(), null, WaitPolicy.MAJORITY, System::nanoTime)
                : RedisLink.to(
                        String.valueOf(config.redisUrl()), config.redisCa(), config.redisWait(), System::nanoTime);
        var random = new SecureRandom();
        this.access = AccessConfig.of(secret, config.adminToken(), this::publicUrl, InstantSource.system(), random);
        this.node = new Node(
                vertx,
                link,
                geo,
                access,
                random,
                config.streamLimits(),
                copy,
                config.overrides(),
                new RequestLimits(config::requestsPerSecond, config.clientAddresses(), System::nanoTime),
                config.clientAddresses(),
                this::trouble,
                () -> open);
    }

    /** The public port that is open. */
    int port() {
        return port;
    }

    /** The management port that is open. */
    int managementPort() {
        return managementPort;
    }

    /** What this node holds. */
    Workspace workspace() {
        return node.workspace();
    }

    private URI publicUrl() {
        URI known = publicUrl;
        return known == null ? config.publicUrl(port) : known;
    }

    private List<String> trouble() {
        String trouble = embedded == null ? null : embedded.trouble();
        return trouble == null ? List.of() : List.of(trouble);
    }

    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(loops() + 1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Starts and returns when the node is ready.
     *
     * @throws IOException if the folder or the embedded Redis can't be had
     * @throws IllegalArgumentException if a setting is wrong or a port is taken
     */
    static Server start(ServerConfig config) throws IOException, InterruptedException {
        DataFolder folder = DataFolder.open(config.data());
        @Nullable EmbeddedRedis embedded = null;
        @Nullable Server server = null;
        // What Redis has no part in is made while Redis starts.
        CompletableFuture<Vertx> vertx = CompletableFuture.supplyAsync(Server::vertx);
        CompletableFuture<GeoDatabase> geo = CompletableFuture.supplyAsync(() -> GeoDatabase.load(config.geoDb()));
        try {
            String secret = secret(config);
            DiskCopy copy = DiskCopy.open(folder.copy(), InstantSource.system());
            if (config.redisUrl() == null) {
                embedded = copy.isEmpty()
                        ? EmbeddedRedis.start(folder.redis())
                        : EmbeddedRedis.startSoonerOrLater(folder.redis());
            }
            server = new Server(config, folder, embedded, copy, secret, made(vertx), made(geo));
            server.open(secret);
            return server;
        } catch (IOException | RuntimeException | InterruptedException e) {
            if (server != null) {
                server.close();
            } else {
                if (embedded != null) {
                    embedded.close();
                }
                folder.close();
                vertx.thenAccept(Vertx::close);
            }
            throw e;
        }
    }

    private static <T> T made(CompletableFuture<T> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void open(String secret) throws IOException, InterruptedException {
        node.workspace().onReplay(project -> SecretFingerprint.agree(link, fingerprint(secret)));
        managementPort = Patience.await(
                        "the management port is open",
                        HttpPort.open(
                                vertx,
                                "SLUICE_MANAGEMENT_PORT",
                                new HttpServerOptions(),
                                config.managementHost(),
                                config.managementPort(),
                                1,
                                node.management()))
                .number();
        var settling = new Settling(vertx, node, link, access, config, fingerprint(secret), Settling.LONGEST);
        Future<Boolean> filled = settling.begin();
        // Before anybody can connect here: a wait on another node must not overlook this one's sessions.
        Patience.await("this node is in the registry of nodes", node.nodes().start());
        HttpPort opened = Patience.await(
                "the public port is open",
                HttpPort.open(
                        vertx,
                        "SLUICE_HTTP_PORT",
                        options(),
                        config.httpHost(),
                        config.httpPort(),
                        loops(),
                        this::serve));
        http = opened;
        port = opened.number();
        publicUrl = config.publicUrl(port);
        announce();
        if (embedded != null) {
            embedded.onRestart(pid -> announce());
        }
        open = true;
        log.info("ready on {} (management on {}:{})", publicUrl(), config.managementHost(), managementPort);
        // Not a line of the log: it is a secret until it is used.
        var first = new FirstLink(
                vertx, node::firstLink, link -> System.out.println("sign in once, within 15 minutes: " + link));
        filled.onSuccess(here -> {
            if (here) {
                first.tell();
            }
        });
    }

    /** While the node is leaving, each answer asks its client to come back on another connection, to another node. */
    private void serve(HttpServerRequest request) {
        if (leaving && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
        node.router().handle(request);
    }

    private HttpServerOptions options() {
        var options = new HttpServerOptions()
                .setCompressionSupported(false)
                .setMaxHeaderSize(LARGEST_HEADER)
                .setMaxInitialLineLength(LARGEST_HEADER)
                // HTTP/2 comes with TLS or not at all: fewer ways in, and an upgrade that is asked for is not a must.
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MOST_HTTP2_STREAMS)
                        .setMaxHeaderListSize(LARGEST_HEADER))
                .setHttp2RstFloodMaxRstFramePerWindow(MOST_HTTP2_RESETS)
                .setHttp2RstFloodWindowDuration(LONGEST_HANDSHAKE_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true)
                .setTcpUserTimeout(LONGEST_UNANSWERED_MILLIS);
        if (config.tlsCert() != null && config.tlsKey() != null) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                    .setSslHandshakeTimeout(LONGEST_HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(config.tlsCert().toString())
                            .setKeyPath(config.tlsKey().toString()));
        }
        return options;
    }

    /** A disk that is full now is no reason not to serve. */
    private void announce() {
        try {
            folder.announce(
                    port,
                    managementPort,
                    embedded == null ? null : embedded.port(),
                    embedded == null ? null : embedded.pid());
        } catch (IOException e) {
            log.warn("server.json can't be written ({})", e.getMessage());
        }
    }

    static String secret(ServerConfig config) throws IOException {
        if (config.secret() != null) {
            return config.secret();
        }
        if (config.secretFile() != null) {
            return Files.readString(config.secretFile()).trim();
        }
        if (config.redisUrl() != null) {
            throw new IllegalArgumentException(
                    "SLUICE_SECRET: missing; expected the same secret on every node, for SLUICE_REDIS_URL is set");
        }
        return DataFolder.secretIn(config.data());
    }

    static String fingerprint(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("sluice fingerprint of " + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static int loops() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Leaves so that nobody notices, then closes: not ready; goes on for a while, until load balancers have seen it; sends every SDK
     * away, each at its own time; finishes the requests that run. {@link #hurry} cuts each of these short.
     */
    void leave() {
        long last = System.nanoTime() + LONGEST_LEAVING.toNanos();
        boolean wasOpen = open;
        open = false;
        leaving = true;
        if (wasOpen) {
            log.info("leaving: not ready from now on");
            finished(Promise.<Void>promise().future(), config.drainWait());
            log.info("leaving: no new connections, every SDK is sent away");
            Duration left = Duration.ofNanos(Math.max(1, last - System.nanoTime()));
            HttpPort served = http;
            Future<Void> quiet = served == null ? Future.succeededFuture() : served.shutdown(left);
            finished(Future.join(node.drain(), quiet).mapEmpty(), left);
        }
        close();
    }

    /** Whoever stops this node does not want to wait any longer. */
    void hurry() {
        hurry.complete(null);
    }

    /** Everybody sent away at once, ports closed, Redis ended with its data on disk. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        open = false;
        leaving = true;
        if (embedded != null) {
            embedded.expectEnd();
        }
        within(node.goodbye());
        within(node.measures().flush());
        within(node.nodes().leave());
        within(vertx.close());
        node.close();
        copy.close();
        link.close();
        if (embedded != null) {
            embedded.close();
        }
        try {
            folder.close();
        } catch (IOException e) {
            log.warn("the data folder can't be given back", e);
        }
    }

    private static void within(Future<Void> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("a part of the shutdown took too long or failed", e);
        }
    }

    /** Waits until this is done, it is too late, or somebody is in a hurry. */
    private void finished(Future<Void> future, Duration longest) {
        CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
        try {
            CompletableFuture.anyOf(done, hurry).get(Math.max(1, longest.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("a part of leaving took too long or failed", e);
        }
    }
}
