package dev.sluice.engine;

import java.util.Objects;

/**
 * Decides: the pure function {@code decide(snapshot, flagKey, context) -> Decision}, with what it may ask from outside handed
 * in once. Immutable and safe for any number of threads; takes no lock, and allocates nothing where no rule asks for
 * geography or a costly operator.
 *
 * <p>Bad data never makes it throw: an unknown flag, another type, a broken record are decisions with an error code. Only a
 * null argument does.
 */
public final class Evaluator {
    private static final Decision NOT_FOUND = Decision.error(ErrorCode.FLAG_NOT_FOUND, 0);

    private final GeoLocator geo;
    private final RandomBucket random;

    private Evaluator(GeoLocator geo, RandomBucket random) {
        this.geo = geo;
        this.random = random;
    }

    public static Evaluator of(GeoLocator geo, RandomBucket random) {
        return new Evaluator(geo, random);
    }

    /** Decides a flag whatever its type is. */
    public Decision decide(Snapshot snapshot, String flagKey, Context context) {
        CompiledFlag flag = snapshot.find(Objects.requireNonNull(flagKey, "flagKey"));
        return flag == null ? NOT_FOUND : decide(flag, context);
    }

    /** Decides a flag that the caller expects to have a type; another one is {@link ErrorCode#TYPE_MISMATCH}. */
    public Decision decide(Snapshot snapshot, String flagKey, ValueType requested, Context context) {
        CompiledFlag flag = snapshot.find(Objects.requireNonNull(flagKey, "flagKey"));
        if (flag == null) {
            return NOT_FOUND;
        }
        return flag.has(requested) ? decide(flag, context) : flag.refused();
    }

    /**
     * Decides a flag whatever its type is, and tells how: the decision is the very one that {@link #decide(Snapshot, String,
     * Context)} gives, save for what is drawn at random. For people who ask why; it takes its time, and allocates.
     */
    public Explanation explain(Snapshot snapshot, String flagKey, Context context) {
        CompiledFlag flag = snapshot.find(Objects.requireNonNull(flagKey, "flagKey"));
        return Explainer.explain(snapshot, flagKey, flag, NOT_FOUND, Objects.requireNonNull(context, "context"), this);
    }

    /** So small that it becomes a part of whoever asks: a flag that gives everyone the same costs no call. */
    private Decision decide(CompiledFlag flag, Context context) {
        Objects.requireNonNull(context, "context");
        Decision everyone = flag.everyone();
        return everyone != null ? everyone : decideFor(context, flag);
    }

    private Decision decideFor(Context context, CompiledFlag flag) {
        try {
            return flag.decide(context, this);
        } catch (RuntimeException | StackOverflowError pluggedInPartFailed) {
            return flag.failed(); // an expression searches by calling itself, as deep as it is long written out
        }
    }

    GeoLocator geo() {
        return geo;
    }

    RandomBucket random() {
        return random;
    }
}
