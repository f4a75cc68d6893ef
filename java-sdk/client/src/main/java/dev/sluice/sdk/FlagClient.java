package dev.sluice.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Explanation;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application who gets what.
 *
 * <p>A client is made once per process and closed at shutdown. It holds all flags of one environment in memory and
 * follows them as they change; a read is a computation in this process: it does no I/O, takes no lock, and never throws
 * for what is in the data, the context or the network. Where there is no answer, it gives the default of the code, and
 * {@link #decide} says why; each such reason is logged once in 10 minutes. Only a null key is refused, as a programmer's
 * mistake.
 *
 * <p>Nothing stops it from following but {@link #close}: it reconnects for ever, ever more patiently, and goes on
 * deciding by what it knew last. {@link #status} and {@link #dataAge} tell how well that is.
 *
 * <p>Thread-safe; every method may be called from any thread.
 */
public final class FlagClient implements AutoCloseable {

    private final Connections.Lease lease;
    private final Connection connection;
    private final Follower follower;
    private final Unanswered unanswered;
    private final Listeners listeners;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FlagClient(Connections.Lease lease) {
        this.lease = lease;
        this.connection = lease.connection();
        this.follower = connection.follower();
        this.unanswered = connection.unanswered();
        this.listeners =
                new Listeners((flag, context) -> Reads.look(follower.live(), flag, context), connection.complaints());
        connection.add(listeners);
    }

    /**
     * Connects with everything as usual.
     *
     * @see #connect(FlagClientOptions)
     */
    public static FlagClient connect(URI server, String sdkKey) {
        return connect(FlagClientOptions.builder(server, sdkKey).build());
    }

    /**
     * Connects, and waits for the first flags; not longer than the options' start timeout, and not at all when the key
     * is refused. The client works however that ends: a server that is away is not an error, but a reason for defaults.
     */
    public static FlagClient connect(FlagClientOptions options) {
        FlagClient client = connectAsync(options);
        client.connection.await(options.startTimeout());
        return client;
    }

    /**
     * A client of a file instead of a server, for a laptop: {@code {"flags": {"new-checkout": true, "banner": "festive"}}}. The file
     * is looked at once a second; a change that cannot be used is logged, and changes nothing. {@code docs/java-sdk.md} says all that a file
     * may hold.
     *
     * @throws IllegalArgumentException when the file cannot be read or used now; the message says where and why
     */
    public static FlagClient fromFile(Path file) {
        FlagClient client = fromFile(file, Connections.ofThisProcess(), Connection.Parts.ofTheSystem());
        client.connection.await(FlagClientOptions.ofFile(file).startTimeout());
        return client;
    }

    static FlagClient fromFile(Path file, Connections connections, Connection.Parts parts) {
        Path path = file.toAbsolutePath();
        byte[] content;
        try {
            content = Files.readAllBytes(path);
            FlagFile.parse(content, 1);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The flags in " + path + " cannot be read: " + unreadable, unreadable);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "The flags in " + path + " cannot be used: " + unusable.getMessage(), unusable);
        }
        return connectAsync(
                FlagClientOptions.ofFile(path), connections, parts.with(loop -> new FileServer(path, content, loop)));
    }

    /** Connects without waiting for anything; {@link #whenSettled} tells when the first flags are there. */
    public static FlagClient connectAsync(FlagClientOptions options) {
        return connectAsync(options, Connections.ofThisProcess(), Connection.Parts.ofTheSystem());
    }

    static FlagClient connectAsync(FlagClientOptions options, Connections connections, Connection.Parts parts) {
        return new FlagClient(connections.lease(options, parts));
    }

    /** Whether a boolean flag is on for the context; false when that cannot be told. */
    public boolean isOn(String flag, @Nullable Context context) {
        return isOn(flag, context, false);
    }

    /** Whether a boolean flag is on for the context; the default when that cannot be told: true for a kill switch. */
    public boolean isOn(String flag, @Nullable Context context, boolean defaultValue) {
        return decide(flag, ValueType.BOOLEAN, context).booleanValue(defaultValue);
    }

    /** Whether a declared flag is on for the context. */
    public boolean isOn(BooleanFlag flag, @Nullable Context context) {
        return isOn(flag.key(), context, flag.defaultValue());
    }

    /** The text that a string flag gives to the context. */
    public String string(String flag, @Nullable Context context, String defaultValue) {
        return decide(flag, ValueType.STRING, context).stringValue(defaultValue);
    }

    /** The text that a declared flag gives to the context. */
    public String string(StringFlag flag, @Nullable Context context) {
        return string(flag.key(), context, flag.defaultValue());
    }

    /** The whole number that an integer flag gives to the context. */
    public long integer(String flag, @Nullable Context context, long defaultValue) {
        return decide(flag, ValueType.INTEGER, context).longValue(defaultValue);
    }

    /** The whole number that a declared flag gives to the context. */
    public long integer(IntegerFlag flag, @Nullable Context context) {
        return integer(flag.key(), context, flag.defaultValue());
    }

    /** The number that a double flag gives to the context. */
    public double decimal(String flag, @Nullable Context context, double defaultValue) {
        return decide(flag, ValueType.DOUBLE, context).doubleValue(defaultValue);
    }

    /** The number that a declared flag gives to the context. */
    public double decimal(DecimalFlag flag, @Nullable Context context) {
        return decimal(flag.key(), context, flag.defaultValue());
    }

    /** What a JSON flag gives to the context, as a tree. */
    public JsonNode json(String flag, @Nullable Context context, JsonNode defaultValue) {
        return Reads.tree(decide(flag, ValueType.JSON, context), defaultValue);
    }

    /**
     * What a JSON flag gives to the context, as a class of the application's.
     *
     * @param type a record, or any class that Jackson reads; fields it does not know are ignored
     * @param defaultValue given, too, when the value does not fit the class
     */
    public <T> T json(String flag, @Nullable Context context, Class<T> type, T defaultValue) {
        return Reads.read(decide(flag, ValueType.JSON, context), flag, type, defaultValue, unanswered.complaints());
    }

    /** What a declared JSON flag gives to the context. */
    public <T> T json(JsonFlag<T> flag, @Nullable Context context) {
        return json(flag.key(), context, flag.type(), flag.defaultValue());
    }

    /** The decision itself, of a flag of any type: value, variation, reason, and the error code when there is no value. */
    public Decision decide(String flag, @Nullable Context context) {
        return Reads.decide(follower.live(), flag, context, unanswered);
    }

    /**
     * The decision itself, of a flag that has to be of this type; with {@code TYPE_MISMATCH} when it is of another. What an adapter to
     * an API of another's needs.
     */
    public Decision decide(String flag, ValueType type, @Nullable Context context) {
        return Reads.decide(follower.live(), flag, type, context, unanswered);
    }

    /**
     * The decision, and every step that led to it: for people who ask why. It takes its time, and allocates. Values of
     * attributes that the context marks private are withheld, as is {@code ip}; others are in it, so mind where it goes.
     */
    public Explanation explain(String flag, @Nullable Context context) {
        return Reads.explain(follower.live(), flag, context);
    }

    /**
     * A decision whose outcome is watched: {@code flags.guarded("new-checkout", shopper).run(this::newCheckout, this::oldCheckout)}.
     * Outcomes are counted and reported by arm, and where the flag carries a guard, a variation that fails in this process is
     * replaced by its baseline until it works again.
     */
    public Guarded guarded(String flag, @Nullable Context context) {
        return connection.watching().guarded(follower.live(), flag, context);
    }

    /**
     * Counts a number, the value of an order or a 1 for something that happened, for each variation that this context has met by
     * {@link #guarded} in the last hour, or gets now from a flag that carries a guard and is asked for in this process. It is summed
     * up before it is reported; a context without a targeting key has met nothing.
     *
     * @param metric 1 to 100 letters, digits, '.', '_' and '-'; another name is ignored, with a warning
     * @param value up to 1e100 either way; another one is ignored, likewise
     */
    public void track(String metric, @Nullable Context context, double value) {
        connection.watching().track(follower.live(), metric, context, value);
    }

    /** The flags as they are now, seen by this context; for a request whose decisions have to agree. */
    public FlagView view(@Nullable Context context) {
        return new FlagView(follower.live(), context, unanswered);
    }

    /** How well the flags are known. */
    public ClientStatus status() {
        return closed.get() ? ClientStatus.CLOSED : follower.board().status();
    }

    /** Time since the server last said that these flags are the newest; empty while there are none, or when nobody knows. */
    public Optional<Duration> dataAge() {
        return Optional.ofNullable(follower.board().dataAge());
    }

    /** Where the flags that decide have come from; empty while there are none. */
    public Optional<FlagSource> source() {
        return Optional.ofNullable(follower.source());
    }

    /** The state that is in force; empty while nothing was received. */
    public Optional<StateId> state() {
        return Optional.ofNullable(follower.inForce());
    }

    /** Whose flags these are, as the server says; empty until it has, or when it is too old to. */
    public Optional<Environment> environment() {
        return Optional.ofNullable(follower.environment());
    }

    /** Whether rules ask for a geographic database that is not here (yet): by address, they match nobody. */
    public boolean geoMissing() {
        return follower.geoMissing();
    }

    /** What became of the counts that this client reports. */
    public ReportStatus reports() {
        return connection.reports();
    }

    /**
     * Done when the first flags are there, when the key was refused, or when the client is closed. What depends on it runs on a thread of
     * {@link java.util.concurrent.ForkJoinPool#commonPool}, or at once on the thread that adds it if it is done by then; never on one of
     * the client's, so it may take its time. Completing or cancelling it changes nothing for others.
     */
    public CompletableFuture<@Nullable Void> whenSettled() {
        CompletableFuture<@Nullable Void> settled = follower.board().settled();
        return settled.isDone() ? settled.copy() : settled.thenApplyAsync(Function.identity());
    }

    /** Calls the listener at each change of {@link #status}, on a thread of the client's. */
    public Subscription onStatus(Consumer<StatusChange> listener) {
        return listeners.onStatus(listener);
    }

    /** Calls the listener after each change of the environment, on a thread of the client's. */
    public Subscription onRevision(Consumer<RevisionChange> listener) {
        return listeners.onRevision(listener);
    }

    /** Calls the listener whenever the flag decides otherwise for this context, on a thread of the client's. */
    public Subscription onFlag(String flag, Context context, Consumer<FlagChange> listener) {
        return listeners.onFlag(flag, context, listener);
    }

    /**
     * Stops following, reports what was counted last, and says goodbye to the server; returns within a second, whatever the
     * server does, and at once, without report and goodbye, where the thread is interrupted. Reads go on by what was known last. Without
     * effect a second time.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ClientStatus before = follower.board().status();
            connection.remove(listeners);
            lease.close();
            if (before != ClientStatus.CLOSED) {
                listeners.statusChanged(new StatusChange(before, ClientStatus.CLOSED));
            }
            listeners.close();
        }
    }

    @Override
    public String toString() {
        return "FlagClient[" + status() + ", state=" + follower.inForce() + "]";
    }
}
