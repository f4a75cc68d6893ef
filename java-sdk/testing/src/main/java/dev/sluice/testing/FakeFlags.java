package dev.sluice.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Split;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags of a test. The application under test gets {@link #client}, the real client with the real engine in it; the test
 * says here what the flags are, and may change them and take contact away while the application runs.
 *
 * <pre>{@code
 * try (FakeFlags flags = FakeFlags.start()) {
 *     Checkout checkout = new Checkout(flags.client());
 *
 *     flags.set("new-checkout", true);
 *     assertEquals("new", checkout.page("user-42"));
 *
 *     flags.loseContact(); // what was known last decides
 *     assertEquals("new", checkout.page("user-42"));
 * }
 * }</pre>
 *
 * <p>Behind it is a small server on the loopback interface that speaks the protocol of a flag server, so that nothing of the client
 * is replaced. A call that changes flags returns when every client that is in contact has acknowledged the change: a read after
 * it sees it. Listeners are called by the client's own thread, a moment later; tests have to wait for them.
 *
 * <p>Thread-safe. Close it at the end of the test: that closes the client, too.
 */
public final class FakeFlags implements AutoCloseable {

    private static final ObjectMapper TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final String KEY = "fake_sdk_key";

    private final FakeServer server;
    private final Map<String, FakeFlag> flags = new HashMap<>();
    private long version;
    private @Nullable FlagClient client;

    private FakeFlags(FakeServer server) {
        this.server = server;
    }

    /** Begins without any flag: every read gives its default. */
    public static FakeFlags start() {
        return new FakeFlags(new FakeServer(KEY));
    }

    /**
     * Begins with {@linkplain #loseContact() contact lost}: what an application meets when it starts while its flag server is away.
     */
    public static FakeFlags startWithoutContact() {
        FakeFlags away = start();
        away.loseContact();
        return away;
    }

    /**
     * The client for the application: the same at every call, connected at the first one. It has the flags as they are now, unless
     * contact is lost.
     */
    public synchronized FlagClient client() {
        if (client == null) {
            FlagClientOptions options = FlagClientOptions.builder(uri(), KEY)
                    .application("test", "1")
                    .build();
            client = server.inContact() ? FlagClient.connect(options) : FlagClient.connectAsync(options);
        }
        return client;
    }

    /** Where these flags are served, for an application that makes its own client: by Spring, by OpenFeature, in another process. */
    public URI uri() {
        return server.uri();
    }

    /** The SDK key to go with {@link #uri}. */
    public String sdkKey() {
        return KEY;
    }

    /** Gives everyone this value, as a boolean flag with the variations {@code on} and {@code off}. */
    public FakeFlags set(String flag, boolean value) {
        return put(FakeFlag.of(flag, ValueType.BOOLEAN, value));
    }

    /** Gives everyone this value, as a string flag. */
    public FakeFlags set(String flag, String value) {
        return put(FakeFlag.of(flag, ValueType.STRING, value));
    }

    /** Gives everyone this value, as an integer flag; up to 2^53-1 either way. */
    public FakeFlags set(String flag, long value) {
        return put(FakeFlag.of(flag, ValueType.INTEGER, value));
    }

    /** Gives everyone this value, as a double flag; finite. */
    public FakeFlags set(String flag, double value) {
        return put(FakeFlag.of(flag, ValueType.DOUBLE, value));
    }

    /** Gives everyone this value, as a JSON flag. */
    public FakeFlags set(String flag, JsonNode value) {
        return put(FakeFlag.of(flag, ValueType.JSON, tree(value)));
    }

    /**
     * Gives one user another value than everyone else.
     *
     * @param flag one that was set before
     * @param targetingKey the user
     * @param value of the flag's type: Boolean, String, Integer or Long, Double, or JsonNode
     * @throws IllegalArgumentException when the flag was not set by a value or a percentage, or has another type
     */
    public synchronized FakeFlags setFor(String flag, String targetingKey, Object value) {
        return put(known(flag).withIndividual(targetingKey, engineValue(value)));
    }

    /**
     * Turns a boolean flag on for a share of all targeting keys. Who is in it is as in production: it depends on the flag's and
     * on the user's key, and raising the share keeps everyone in.
     *
     * @param percent from 0 to 100, in thousandths
     */
    public FakeFlags setPercentage(String flag, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("The percentage is " + percent + "; expected 0 to 100");
        }
        int buckets = (int) Math.round(percent / 100 * Split.BUCKETS);
        return put(new FakeFlag(flag, ValueType.BOOLEAN, true, false, Map.of(), buckets));
    }

    /** Disables a flag that was set before: a boolean one is off for everyone, of another one the code gets its own default. */
    public synchronized FakeFlags disable(String flag) {
        return put(known(flag).disabled());
    }

    /**
     * Sets a flag to a whole record in the wire form: rules, prerequisites, guards, whatever the evaluation contract knows.
     *
     * @param record JSON in one line or many; its {@code key} has to be the flag's
     * @throws IllegalArgumentException when it is no JSON
     */
    public synchronized FakeFlags setRecord(String flag, String record) {
        flags.remove(flag);
        server.put(flag, oneLine(record));
        return this;
    }

    /** Breaks a flag: its record can no longer be read, and a decision is an error, {@code PARSE_ERROR}. */
    public synchronized FakeFlags breakFlag(String flag) {
        remove(flag); // else the client goes on by the last form that it could read
        return setRecord(flag, "{\"key\":1}");
    }

    /** Removes a flag: it is unknown from now on. Without effect on a flag that is unknown. */
    public synchronized FakeFlags remove(String flag) {
        flags.remove(flag);
        server.remove(flag);
        return this;
    }

    /** Removes all flags, and regains contact if it is lost: as after {@link #start}. */
    public synchronized FakeFlags reset() {
        flags.clear();
        server.clear();
        server.regainContact();
        return this;
    }

    /**
     * Takes contact away. Clients that have flags say {@code STALE} and decide by them; a client that is made now has none, says
     * {@code INITIALIZING}, and gives defaults. What is set meanwhile arrives when contact is {@linkplain #regainContact regained}.
     */
    public FakeFlags loseContact() {
        server.loseContact();
        return this;
    }

    /** Gives contact back: clients have the newest flags when this returns. */
    public FakeFlags regainContact() {
        server.regainContact();
        return this;
    }

    /**
     * Refuses the SDK key from now on. Clients say {@code ERROR} and decide by what they have; they ask again after some minutes, so
     * no test should wait for the end of it.
     */
    public FakeFlags refuseKey() {
        server.refuse();
        return this;
    }

    /**
     * What clients have reported so far, in the form of the protocol: windows with {@code evaluations}, {@code outcomes} and
     * {@code metrics}. A client sends one every 100 ms where there is something new, and its last one when it is closed.
     */
    public List<JsonNode> reports() {
        return server.reports();
    }

    /** Closes the client and ends everything. Without effect a second time. */
    @Override
    public void close() {
        FlagClient open;
        synchronized (this) {
            open = client;
        }
        if (open != null) {
            open.close();
        }
        server.close();
    }

    private synchronized FakeFlags put(FakeFlag flag) {
        server.put(flag.definition(++version));
        flags.put(flag.key(), flag);
        return this;
    }

    private FakeFlag known(String flag) {
        FakeFlag known = flags.get(flag);
        if (known == null) {
            throw new IllegalArgumentException("The flag '" + flag + "' is not one that was set before; set are "
                    + flags.keySet().stream().sorted().toList());
        }
        return known;
    }

    private static @Nullable Object engineValue(Object value) {
        if (value instanceof JsonNode json) {
            return tree(json);
        }
        return value instanceof Integer number ? number.longValue() : value;
    }

    private static @Nullable Object tree(JsonNode value) {
        try {
            return TREES.treeToValue(value, Object.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("The tree " + value + " has no values", impossible);
        }
    }

    private static byte[] oneLine(String record) {
        try {
            return TREES.writeValueAsBytes(TREES.readTree(record));
        } catch (JsonProcessingException noJson) {
            throw new IllegalArgumentException("The record is no JSON: " + noJson.getOriginalMessage(), noJson);
        }
    }
}
