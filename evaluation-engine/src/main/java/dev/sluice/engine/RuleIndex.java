package dev.sluice.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the first of a flag's rules whose conditions all hold, and asks as little as it can: the rules of a flag look at few
 * attributes again and again, so an attribute is read once, when the first rule needs it, and answers for all conditions on it
 * together, in one word with a bit for each. Immutable; allocates nothing when asked.
 *
 * <p>The other conditions (segments, geography, costly operators) are asked rule by rule, after those. A condition that asks what is
 * plugged in may fail the decision, so that nothing behind it in its rule is asked before it: what is found, or fails, is what asking
 * all conditions in their order would find.
 */
@SuppressWarnings("ArrayRecordComponent")
final class RuleIndex {
    /** No rule. */
    static final int NONE = -1;

    private final long[] needed;
    private final Condition[][] others;
    private final AttributeIndex[] indexes;

    /**
     * @param needed the bits that must be set for each rule
     * @param others the conditions of each rule that have no bit
     */
    private RuleIndex(long[] needed, Condition[][] others, AttributeIndex[] indexes) {
        this.needed = needed;
        this.others = others;
        this.indexes = indexes;
    }

    /** Indexes the conditions of each rule. */
    static RuleIndex of(List<Condition[]> rules) {
        Map<AttributeReader, AttributeIndex.Builder> builders = new LinkedHashMap<>();
        List<AttributeIndex.Builder> builderOfBit = new ArrayList<>();
        long[] needed = new long[rules.size()];
        Condition[][] others = new Condition[rules.size()][];
        for (int i = 0; i < needed.length; i++) {
            List<Condition> withoutBit = new ArrayList<>();
            boolean anyOrder = true;
            for (Condition condition : rules.get(i)) {
                anyOrder &= condition.readsContextOnly();
                if (anyOrder && condition instanceof Conditions.Indexed quick && builderOfBit.size() < Long.SIZE) {
                    long bit = 1L << builderOfBit.size();
                    AttributeIndex.Builder builder =
                            builders.computeIfAbsent(quick.reader(), reader -> new AttributeIndex.Builder(reader));
                    builder.add(quick, bit);
                    builderOfBit.add(builder);
                    needed[i] |= bit;
                } else {
                    withoutBit.add(condition);
                }
            }
            others[i] = withoutBit.toArray(Condition[]::new);
        }
        return new RuleIndex(
                needed,
                others,
                builders.values().stream().map(AttributeIndex.Builder::build).toArray(AttributeIndex[]::new));
    }

    /** The place of the first rule that holds, or {@link #NONE}. */
    int first(Context context, Evaluator evaluator) {
        long holding = 0;
        for (int i = 0; i < indexes.length; i++) {
            holding |= indexes[i].holding(context, evaluator);
        }
        for (int i = 0; i < needed.length; i++) {
            if ((needed[i] & ~holding) == 0 && Condition.allHold(others[i], context, evaluator)) {
                return i;
            }
        }
        return NONE;
    }
}
