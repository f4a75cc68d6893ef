package dev.sluice.server;

import dev.sluice.server.ops.DataFolder;
import dev.sluice.server.store.Remembered;
import dev.sluice.server.store.Store;
import dev.sluice.server.store.disk.DiskCopy;
import dev.sluice.server.store.redis.EmbeddedRedis;
import dev.sluice.server.store.redis.RedisLink;
import dev.sluice.server.store.redis.RedisStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The store that a command works on: the Redis that is named, or that of a data folder, which is asked through the server that runs
 * there, and started for the time of the command if none does.
 */
final class OpenedStore implements AutoCloseable {

    private static final long LONGEST_SECONDS = 120;
    private static final long RETRY_MILLIS = 50;
    private static final int MOST_TRIES = 100;

    private final Path data;
    private final @Nullable DataFolder folder;
    private final @Nullable EmbeddedRedis embedded;
    private final RedisLink link;
    private final Store store;
    private final String where;

    private OpenedStore(
            ServerConfig config,
            @Nullable DataFolder folder,
            @Nullable EmbeddedRedis embedded,
            String url,
            String where) {
        this.data = config.data();
        this.folder = folder;
        this.embedded = embedded;
        this.link = RedisLink.to(
                url, config.redisUrl() == null ? null : config.redisCa(), config.redisWait(), System::nanoTime);
        this.store = new RedisStore(link, "command-" + ProcessHandle.current().pid());
        this.where = where;
    }

    /**
     * Opens the store and waits until it answers.
     *
     * @throws IOException with one sentence if it can't be had
     */
    static OpenedStore open(ServerConfig config) throws IOException, InterruptedException {
        OpenedStore opened = of(config);
        RuntimeException last = new IllegalStateException("never tried");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                opened.await(opened.store.projects());
                return opened;
            } catch (RuntimeException e) {
                last = e;
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
        opened.close();
        throw new IOException(opened.where + " does not answer: " + last.getMessage(), last);
    }

    private static OpenedStore of(ServerConfig config) throws IOException {
        String url = config.redisUrl();
        if (url != null) {
            return new OpenedStore(config, null, null, url, "the Redis of SLUICE_REDIS_URL");
        }
        if (!Files.isDirectory(config.data())) {
            throw new IOException("SLUICE_DATA: there is no folder \"" + config.data()
                    + "\"; expected a server's data folder, or SLUICE_REDIS_URL");
        }
        DataFolder folder;
        try {
            folder = DataFolder.open(config.data());
        } catch (IOException inUse) {
            String running =
                    EmbeddedRedis.running(config.data().resolve("redis")).orElseThrow(() -> inUse);
            return new OpenedStore(config, null, null, running, "the store of the server that runs here");
        }
        try {
            EmbeddedRedis redis = EmbeddedRedis.start(folder.redis());
            return new OpenedStore(config, folder, redis, redis.url(), "the store in the data folder");
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    Store store() {
        return store;
    }

    RedisLink link() {
        return link;
    }

    /** What it is, for people. */
    String where() {
        return where;
    }

    /** What a node has kept in the data folder; it may run and go on writing. */
    List<Remembered> copy() throws IOException {
        return DiskCopy.read(data.resolve("copy"));
    }

    /** The result of a future, or what it failed with. */
    <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + LONGEST_SECONDS + " s", e);
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
        if (embedded != null) {
            embedded.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
