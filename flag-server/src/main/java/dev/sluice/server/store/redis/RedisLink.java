package dev.sluice.server.store.redis;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis, be it one, one of several under Sentinel, or a cluster: every command is sent to the master that has its key, over
 * the line of its purpose. Who that is, is asked again whenever a Redis refuses or does not answer. Nothing queues up behind an outage:
 * a command waits a second at most, and one that finds no connection is refused.
 *
 * <p>A command whose error Redis answered was not carried out, so it may be sent again to whom the answer names. A command that was
 * sent and not answered is never sent again here.
 *
 * <p>A watch asks something small every second: whether Redis <em>reads</em> decides whether it is there, for one with a full disk
 * fails {@code PING} and serves every reader. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

    /** Something to send: the first command goes out before this returns; the connection is the same for all of it. */
    interface Call<T> extends Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> {}

    /** Tells {@link RedisLink} to do a call again: nothing was carried out. */
    static final class AgainException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AgainException(String why) {
            super(why);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final long WATCH_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 200;
    private static final int REFRESH_EVERY = 10;

    private final RedisAddress address;
    private final WaitPolicy waitPolicy;
    private final LongSupplier nanos;
    private final RedisClients clients;
    private final Masters masters;
    private final Dispatch dispatch;
    private final Feed feed;
    private final List<Consumer<Boolean>> connectionListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Optional<String>>> refusalListeners = new CopyOnWriteArrayList<>();
    private volatile boolean connected;
    private volatile boolean closed;
    private int watched;

    private RedisLink(RedisAddress address, @Nullable Path certificates, WaitPolicy waitPolicy, LongSupplier nanos) {
        this.address = address;
        this.waitPolicy = waitPolicy;
        this.nanos = nanos;
        this.clients = new RedisClients(address, certificates);
        this.masters = new Masters(address, clients, nanos, this::lineClosed);
        this.dispatch = new Dispatch(masters, clients, nanos, address.toString(), this::refusalChanged);
        byte[] name = new byte[8];
        ThreadLocalRandom.current().nextBytes(name);
        this.feed = new Feed(
                clients.client(),
                () -> masters.uriOf(RedisKeys.PROJECTS),
                this::publishEcho,
                clients::later,
                this::listensAgain,
                HexFormat.of().formatHex(name));
    }

    /**
     * Begins to connect and returns at once.
     *
     * @param url as {@code SLUICE_REDIS_URL}; never logged, for it may hold a password
     * @param certificates PEM file with the authorities to trust, or null for those of the Java platform
     * @param waitPolicy how many copies must have a write
     * @param nanos elapsed time
     * @throws IllegalArgumentException if it is no such URL; does not quote it
     */
    public static RedisLink to(String url, @Nullable Path certificates, WaitPolicy waitPolicy, LongSupplier nanos) {
        var link =
                new RedisLink(RedisAddress.parse(url, RedisClients.COMMAND_TIMEOUT), certificates, waitPolicy, nanos);
        link.masters.refresh().whenComplete((done, error) -> {
            link.feed.start();
            link.watch();
        });
        return link;
    }

    /** Hosts and ports, for people. */
    public String name() {
        return address.toString();
    }

    /** How the Redis is set up. */
    RedisAddress.Kind kind() {
        return address.kind();
    }

    boolean connected() {
        return connected;
    }

    /** Hears when Redis begins and ceases to answer; hears "begins" again when messages may have been lost meanwhile. */
    void onConnection(Consumer<Boolean> listener) {
        connectionListeners.add(listener);
        if (connected) {
            listener.accept(true);
        }
    }

    /** Hears why a Redis that answers takes no writes, and an empty one when it does again. */
    void onRefusal(Consumer<Optional<String>> listener) {
        refusalListeners.add(listener);
    }

    /**
     * Hears messages of a channel, of this node too. A message is a hint: it may be lost, without a word.
     *
     * @param channel its name
     * @param listener runs on a thread of the client library and returns at once
     */
    void onMessage(byte[] channel, Consumer<byte[]> listener) {
        feed.subscribe(channel, listener);
    }

    /**
     * Sends a message to whoever listens on any node, in the order of the calls. Fails if it surely got lost; else how many
     * hear it is not known. A cluster tells all its nodes, so that any master will do.
     */
    CompletionStage<Long> publish(byte[] channel, byte[] message) {
        return dispatch.sendNow(RedisKeys.PROJECTS, redis -> redis.publish(channel, message));
    }

    /** Reads what is new, within a second. */
    <T> CompletionStage<T> read(byte[] key, Call<T> call) {
        return dispatch.send(Line.Purpose.READ, key, call);
    }

    /** Reads what may be very large, for as long as it takes. */
    <T> CompletionStage<T> load(byte[] key, Call<T> call) {
        return dispatch.send(Line.Purpose.LOAD, key, call);
    }

    /** Writes, one after the other, alone on the connection: {@code WAIT} may follow on it. */
    <T> CompletionStage<T> write(byte[] key, Call<T> call) {
        return dispatch.send(Line.Purpose.WRITE, key, call);
    }

    /** Reads or writes what is small and nobody waits long for. */
    <T> CompletionStage<T> aside(byte[] key, Call<T> call) {
        return dispatch.send(Line.Purpose.ASIDE, key, call);
    }

    /** Sends something small to every master that is known; by the name of each. */
    <T> Map<String, CompletionStage<T>> everywhere(Call<T> call) {
        Map<String, CompletionStage<T>> answers = new TreeMap<>();
        masters.topology()
                .masters()
                .forEach(master -> answers.put(
                        master.name(),
                        masters.node(master)
                                .line(Line.Purpose.ASIDE)
                                .open()
                                .thenCompose(connection -> call.apply(connection.async()))));
        return answers;
    }

    /** How many copies there should be of a key, connected or not; 1 while nobody has told. */
    int copies(byte[] key) {
        Topology.Master master = masters.of(key);
        return master == null ? 1 : master.copies();
    }

    /** How many copies must have a write before it is acknowledged. */
    WaitPolicy waitPolicy() {
        return waitPolicy;
    }

    /** Elapsed time. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Runs something later, on a thread of the client library. */
    void later(long millis, Runnable task) {
        clients.later(millis, task);
    }

    private void publishEcho(byte[] channel, byte[] message) {
        publish(channel, message).whenComplete((done, error) -> {
            if (error != null) {
                log.debug("the message to myself was not sent", error);
            }
        });
    }

    private void refusalChanged() {
        Optional<String> refusal = masters.refusal();
        refusalListeners.forEach(listener -> listener.accept(refusal));
    }

    private void listensAgain() {
        if (connected) {
            tell(true);
        }
    }

    private void lineClosed(String name) {
        Topology.Master master = masters.of(RedisKeys.PROJECTS);
        if (!closed && connected && master != null && master.name().equals(name)) {
            tell(false);
            check();
        }
    }

    private void watch() {
        if (closed) {
            return;
        }
        if (++watched % REFRESH_EVERY == 0) {
            masters.refresh();
        }
        check().whenComplete((done, error) -> clients.later(connected ? WATCH_MILLIS : RETRY_MILLIS, this::watch));
    }

    private CompletionStage<Void> check() {
        return aside(RedisKeys.PROJECTS, redis -> redis.exists(RedisKeys.PROJECTS))
                .handle((there, error) -> {
                    if ((error == null) != connected && !closed) {
                        tell(error == null);
                    }
                    return null;
                });
    }

    private void tell(boolean answers) {
        connected = answers;
        connectionListeners.forEach(listener -> listener.accept(answers));
    }

    @Override
    public void close() {
        closed = true;
        dispatch.close();
        feed.close();
        clients.close();
    }
}
