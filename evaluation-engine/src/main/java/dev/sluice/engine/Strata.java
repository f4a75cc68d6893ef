package dev.sluice.engine;

import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import org.jspecify.annotations.Nullable;

/**
 * What the outcomes of a decision are told apart by, besides the decision: evidence is combined over these groups, never pooled
 * across them. Not for the path of a decision; it allocates.
 */
public final class Strata {
    /** How many groups of users there are, so that what one user does often is not taken for what many do. */
    public static final int REPLICATES = 16;

    private static final int SEED = 1;
    private static final int NO_KEY = -1;
    private static final long LARGEST_KEY = (1L << 53) - 1;

    private Strata() {}

    /**
     * The group of users to which a context belongs:
     *
     * <pre>{@code  replicate(salt, key) = murmur3_x86_32(utf8(salt + "/" + key), seed 1) >>> 28}</pre>
     *
     * with salt and key of the split that decided, else the flag's key and the targeting key.
     *
     * @return 0 to {@link #REPLICATES} - 1, or -1 where there is no key: the caller draws
     */
    public static int replicate(
            Snapshot snapshot, String flag, Decision decision, Context context, Evaluator evaluator) {
        CompiledFlag found = snapshot.find(flag);
        Split split = found == null ? null : split(found, decision.place());
        String salt = split == null ? flag : split.salt();
        String by = split == null ? Target.TARGETING_KEY : split.by();
        return by.equals(Split.RANDOM)
                ? NO_KEY
                : replicate(salt, AttributeReader.of(by).read(context, evaluator));
    }

    /**
     * The value of an attribute by which outcomes are kept apart, found as a rule would find it.
     *
     * @return null where it is no text, or one that must not leave this process: by whatever name, a private attribute, a part of one,
     *     or what one is a part of
     */
    public static @Nullable String region(String attribute, Context context, Evaluator evaluator) {
        if (PrivateNames.cover(context, attribute)) {
            return null;
        }
        try {
            return AttributeReader.of(attribute).read(context, evaluator) instanceof String region ? region : null;
        } catch (InvalidDefinitionException noAttribute) {
            return null;
        }
    }

    private static int replicate(String salt, @Nullable Object key) {
        long salted = SaltedHash.of(salt, SEED);
        if (key instanceof String text) {
            return SaltedHash.hash(salted, text) >>> 28;
        }
        if (key instanceof Long number && number >= -LARGEST_KEY && number <= LARGEST_KEY) {
            return SaltedHash.hash(salted, (long) number) >>> 28;
        }
        if (key instanceof Double number && number == Math.rint(number) && Math.abs(number) <= LARGEST_KEY) {
            return SaltedHash.hash(salted, (long) (double) number) >>> 28;
        }
        return NO_KEY;
    }

    private static @Nullable Split split(CompiledFlag flag, @Nullable String place) {
        if (flag.definition() == null || place == null) {
            return null;
        }
        Serve serve = place.equals(Rule.FALLTHROUGH) ? flag.definition().fallthrough() : null;
        for (Rule rule : flag.definition().rules()) {
            serve = rule.id().equals(place) ? rule.serve() : serve;
        }
        return serve instanceof Split split ? split : null;
    }
}
