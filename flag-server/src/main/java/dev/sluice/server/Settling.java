package dev.sluice.server;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.command.Bootstrap;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.StoreStatus;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.SecretFingerprint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node that starts comes to terms with its store: it loads what is there, makes sure that it belongs there, gives back what is
 * missing and makes what a first start makes. What can't be done before the port opens, for the store is away or too slow, is done as
 * soon as it can be.
 */
final class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);
    private static final long RETRY_MILLIS = 50;
    private static final long AGAIN_MILLIS = 1_000;

    /** How long a node with a copy on its disk waits for Redis. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How often an empty node looks whether those who hold more have given it back; the slower Redis, the longer that is. */
    private static final int LOOKS = 30;

    /** How long a node that is loaded tries to finish before it opens its port all the same. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String WRONG_SECRET =
            "SLUICE_SECRET: another one than the other nodes of this Redis have; expected the same on every node";

    private final Vertx vertx;
    private final Node node;
    private final RedisLink link;
    private final Bootstrap bootstrap;
    private final ServerConfig config;
    private final String fingerprint;
    private final Duration longest;

    Settling(
            Vertx vertx,
            Node node,
            RedisLink link,
            AccessConfig access,
            ServerConfig config,
            String fingerprint,
            Duration longest) {
        this.vertx = vertx;
        this.node = node;
        this.link = link;
        this.bootstrap = new Bootstrap(node.workspace(), access);
        this.config = config;
        this.fingerprint = fingerprint;
        this.longest = longest;
    }

    /**
     * Returns when the node can serve.
     *
     * @return whether the store was empty and this node has filled it; known when all is done, which may be long after this returns
     * @throws IllegalArgumentException if the store belongs to nodes with another secret
     */
    Future<Boolean> begin() throws InterruptedException {
        if (!awaitFirstLoad()) {
            log.warn("Redis at {} can't be read: serving the copy on disk until it can be", link.name());
            return later();
        }
        long from = System.nanoTime();
        while (true) {
            try {
                return Future.succeededFuture(settle());
            } catch (StoreUnavailableException | OutcomeUnknownException e) {
                if (System.nanoTime() - from > longest.toNanos()) {
                    log.warn("the start could not be finished ({}); serving, and going on with it", e.getMessage());
                    return later();
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    /**
     * Waits for Redis; with a copy on disk only for a moment. A project whose last write is on too few copies is not waited for: it is
     * loaded as soon as it is in force, and its SDKs are sent elsewhere until then.
     *
     * @return whether Redis has answered
     */
    private boolean awaitFirstLoad() throws InterruptedException {
        String said = "";
        boolean copied = node.workspace().loaded();
        long from = System.nanoTime();
        while (!copied || System.nanoTime() - from < PATIENCE_NANOS) {
            try {
                sweep();
                return true;
            } catch (RuntimeException e) {
                if (!copied && node.workspace().loaded()) {
                    return true;
                }
                String why = String.valueOf(e.getMessage());
                if (!copied && !said.equals(why)) {
                    log.warn("waiting for Redis at {}: {}", link.name(), why);
                    said = why;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
        return false;
    }

    private void sweep() throws InterruptedException {
        Patience.await("all projects are loaded from Redis", node.workspace().sweep());
    }

    private boolean settle() throws InterruptedException {
        if (!Patience.await("Redis knows the secret of its nodes", SecretFingerprint.agree(link, fingerprint))) {
            throw new IllegalArgumentException(WRONG_SECRET);
        }
        node.workspace().giveBack();
        sweep();
        if (config.redisUrl() != null) {
            Patience.await("Redis has told its configuration", node.health().look());
            awaitThoseWhoHoldMore();
        }
        return Patience.await("what a first start makes is made", bootstrap());
    }

    private Future<Boolean> bootstrap() {
        return bootstrap.run(config.demo(), config.sdkKey(), config.clientKey());
    }

    /** An empty store may be one that was emptied: whoever still holds its projects gives them back first. */
    private void awaitThoseWhoHoldMore() throws InterruptedException {
        if (!node.workspace().projects().isEmpty()
                || !Patience.await("other nodes are called", node.workspace().callOthers())) {
            return;
        }
        for (int look = 0; look < LOOKS; look++) {
            sweep();
            if (!node.workspace().projects().isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    /** The same for a node that serves already: tried again until it is done. */
    private Future<Boolean> later() {
        Promise<Boolean> done = Promise.promise();
        later(done);
        return done.future();
    }

    private void later(Promise<Boolean> done) {
        vertx.setPeriodic(AGAIN_MILLIS, timer -> {
            if (node.workspace().status().state() == StoreStatus.State.AWAY) {
                return;
            }
            vertx.cancelTimer(timer);
            SecretFingerprint.agree(link, fingerprint)
                    .compose(same -> {
                        if (!same) {
                            log.error("{}; this node goes on with its copy and gives nothing back", WRONG_SECRET);
                            return Future.succeededFuture(false);
                        }
                        node.workspace().giveBack();
                        return node.workspace().sweep().compose(swept -> bootstrap());
                    })
                    .onSuccess(done::complete)
                    .onFailure(e -> {
                        log.debug("the start can't be finished yet", e);
                        later(done);
                    });
        });
    }
}
