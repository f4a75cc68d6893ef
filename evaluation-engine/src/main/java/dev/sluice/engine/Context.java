package dev.sluice.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the application knows of who is asking: a targeting key, which may be absent, and attributes. Immutable, and cheap to
 * build per request. An attribute that is null, no number (NaN, infinite) or of a type that definitions can't speak of is
 * absent.
 *
 * <p>Attribute values are String, Boolean, Long, Double, {@link Instant}, lists of these and nested maps. {@code ip} is a name
 * like others; {@code targetingKey} names the targeting key, which is a string, and absent if it is set to anything else;
 * {@code geo.*} may be given and is otherwise found from {@code ip}.
 */
public final class Context {
    /** The attribute that holds the address of who is asking; private unless said otherwise. */
    public static final String IP = "ip";

    private static final String TARGETING_KEY = "targetingKey";
    private static final int TARGETING_KEY_HASH = TARGETING_KEY.hashCode();
    private static final Context ANONYMOUS = builder().build();
    private static final long[] ASKED_ONCE = {};
    private static final VarHandle WORDS = words();

    private final @Nullable String targetingKey;

    @SuppressWarnings("UnusedVariable") // read through WORDS
    private long @Nullable [] targetingKeyWords; // made when a split asks again; several threads may make the same

    private final @Nullable Object[] attributes; // the table itself: one object less to fetch and to make
    private final @Nullable Map<String, Object> crowded;
    private final Set<String> privateNames;

    private Context(@Nullable String targetingKey, Attributes attributes, Set<String> privateNames) {
        this.targetingKey = targetingKey;
        this.attributes = attributes.table();
        this.crowded = attributes.crowded();
        this.privateNames = privateNames;
    }

    private static VarHandle words() {
        try {
            return MethodHandles.lookup().findVarHandle(Context.class, "targetingKeyWords", long[].class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A context of nothing but a targeting key. */
    public static Context of(String targetingKey) {
        return builder(targetingKey).build();
    }

    /** The context of which nothing is known. */
    public static Context anonymous() {
        return ANONYMOUS;
    }

    /** A context with a targeting key, to which attributes may be added. */
    public static Builder builder(String targetingKey) {
        return new Builder(targetingKey);
    }

    /** A context without a targeting key, to which attributes may be added. */
    public static Builder builder() {
        return new Builder(null);
    }

    /** Who is asking, as the application names them; null when it does not say. */
    public @Nullable String targetingKey() {
        return targetingKey;
    }

    /**
     * The same as {@link Utf8#words}, as splits hash it: 9 ns an evaluation instead of 15. They take as long to make as is saved twice,
     * so that it is null when a split asks first, and when there is no targeting key. Not to be written to.
     */
    long @Nullable [] targetingKeyWords() {
        long[] known = (long[]) WORDS.getAcquire(this);
        return known != null && known != ASKED_ONCE ? known : askedAgain(known);
    }

    private long @Nullable [] askedAgain(long @Nullable [] known) {
        if (targetingKey == null) {
            return null;
        }
        long[] made = known == null ? ASKED_ONCE : Utf8.words(targetingKey);
        WORDS.setRelease(this, made);
        return known == null ? null : made;
    }

    /** The attribute of that very name (no JSON Pointer, nothing derived), or null. */
    public @Nullable Object attribute(String name) {
        return name.equals(TARGETING_KEY) ? targetingKey : attribute(name, Attributes.spread(name));
    }

    /** The same of a name that is not that of the targeting key, and whose {@link Attributes#spread} is known already. */
    @Nullable
    Object attribute(String name, int spread) {
        Object value = Attributes.get(attributes, name, spread);
        return value == null && crowded != null ? crowded.get(name) : value;
    }

    /** The attributes by name, without the targeting key, in no promised order. */
    public Map<String, Object> attributes() {
        Map<String, Object> copy = new LinkedHashMap<>();
        Attributes.forEach(attributes, copy::put);
        if (crowded != null) {
            copy.putAll(crowded);
        }
        return Collections.unmodifiableMap(copy);
    }

    /** The names whose values must not leave this process; {@code ip} is always among them. */
    public Set<String> privateNames() {
        return privateNames;
    }

    /** Tells how many attributes there are, never what they are: contexts are personal and end in logs. */
    @Override
    public String toString() {
        return "Context[" + (targetingKey == null ? "anonymous, " : "")
                + attributes().size() + " attributes]";
    }

    /** Collects a context. Not for use by several threads; may be used again after {@link #build}. */
    public static final class Builder {
        private static final Set<String> ALWAYS_PRIVATE = Set.of(IP);

        private @Nullable String targetingKey;
        private Attributes attributes = new Attributes();
        private Set<String> privateNames = ALWAYS_PRIVATE;

        private Builder(@Nullable String targetingKey) {
            this.targetingKey = targetingKey;
        }

        public Builder targetingKey(@Nullable String key) {
            targetingKey = key;
            return this;
        }

        public Builder set(String name, @Nullable String value) {
            return put(name, value);
        }

        public Builder set(String name, boolean value) {
            return put(name, value);
        }

        public Builder set(String name, long value) {
            return put(name, value);
        }

        public Builder set(String name, double value) {
            return put(name, Double.isFinite(value) ? value : null);
        }

        public Builder set(String name, @Nullable Instant value) {
            return put(name, value);
        }

        public Builder set(String name, @Nullable List<?> value) {
            return put(name, Attributes.normalised(value));
        }

        public Builder set(String name, @Nullable Map<String, ?> value) {
            return put(name, Attributes.normalised(value));
        }

        /** Sets a value of whatever type it turns out to have, as one that was read from JSON; other types are absent. */
        public Builder setAny(String name, @Nullable Object value) {
            return put(name, Attributes.normalised(value));
        }

        /** Sets the address of who is asking: geography is found from it when a rule needs it. */
        public Builder ip(@Nullable String address) {
            return put(IP, address);
        }

        /** Names attributes that must never leave this process. */
        public Builder markPrivate(String... names) {
            Set<String> more = new LinkedHashSet<>(privateNames);
            Collections.addAll(more, names);
            privateNames = Collections.unmodifiableSet(more);
            return this;
        }

        private Builder put(String name, @Nullable Object value) {
            int hash = name.hashCode();
            if (hash == TARGETING_KEY_HASH && name.equals(TARGETING_KEY)) {
                return targetingKey(value instanceof String key ? key : null);
            }
            if (attributes.isFrozen()) {
                attributes = attributes.copy();
            }
            attributes.put(name, hash, value);
            return this;
        }

        public Context build() {
            attributes.freeze();
            return new Context(targetingKey, attributes, privateNames);
        }
    }
}
