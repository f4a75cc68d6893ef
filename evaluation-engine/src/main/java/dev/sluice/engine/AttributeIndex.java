package dev.sluice.engine;

import dev.sluice.engine.Conditions.Indexed;
import dev.sluice.engine.Conditions.TextIn;
import dev.sluice.engine.Conditions.WholeOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one attribute, each known by a bit, that are answered together. A text is looked up once in all lists; a whole
 * number is compared with each limit. What is neither is asked of each condition in the general way.
 */
final class AttributeIndex {
    private final AttributeReader reader;
    private final long bits;
    private final StringSet texts;
    private final long[] bitsOfSlot;
    private final long negatedTexts;
    private final long[] limits;
    private final long[] whenLess;
    private final long[] whenEqual;
    private final long[] whenGreater;
    private final Indexed[] conditions;
    private final long[] bitOfCondition;

    private AttributeIndex(Builder builder) {
        reader = builder.reader;
        texts = StringSet.of(builder.bitsOfText.keySet(), false);
        conditions = builder.conditions.toArray(Indexed[]::new);
        bitOfCondition = longs(builder.bitOfCondition);
        int orders = (int)
                builder.conditions.stream().filter(WholeOrder.class::isInstance).count();
        limits = new long[orders];
        whenLess = new long[orders];
        whenEqual = new long[orders];
        whenGreater = new long[orders];
        long all = 0;
        long negated = 0;
        int next = 0;
        for (int i = 0; i < conditions.length; i++) {
            long bit = bitOfCondition[i];
            all |= bit;
            if (conditions[i] instanceof WholeOrder order) {
                limits[next] = order.limit();
                whenLess[next] = order.holds(-1) ? bit : 0;
                whenEqual[next] = order.holds(0) ? bit : 0;
                whenGreater[next] = order.holds(1) ? bit : 0;
                next++;
            } else {
                negated |= conditions[i].negate() ? bit : 0;
            }
        }
        bits = all;
        negatedTexts = negated;
        bitsOfSlot = new long[texts.slots()];
        builder.bitsOfText.forEach((text, mine) -> bitsOfSlot[texts.slot(text)] = mine ^ negatedTexts);
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** The bits of all conditions here. */
    long bits() {
        return bits;
    }

    /** The bits of those that hold. */
    long holding(Context context, Evaluator evaluator) {
        Object value = reader.read(context, evaluator);
        if (value instanceof String text) {
            int slot = texts.slot(text);
            return slot == StringSet.ABSENT ? negatedTexts : bitsOfSlot[slot];
        }
        return value instanceof Long whole ? holding((long) whole) : holding(value);
    }

    private long holding(long whole) {
        long holding = 0;
        for (int i = 0; i < limits.length; i++) {
            long limit = limits[i];
            holding |= whole < limit ? whenLess[i] : whole > limit ? whenGreater[i] : whenEqual[i];
        }
        return holding;
    }

    private long holding(@Nullable Object value) {
        long holding = 0;
        for (int i = 0; i < conditions.length; i++) {
            holding |= conditions[i].general().holdsFor(value) ? bitOfCondition[i] : 0;
        }
        return holding;
    }

    /** Collects the conditions on one attribute. */
    static final class Builder {
        private final AttributeReader reader;
        private final List<Indexed> conditions = new ArrayList<>();
        private final List<Long> bitOfCondition = new ArrayList<>();
        private final Map<String, Long> bitsOfText = new LinkedHashMap<>();
        private @Nullable AttributeIndex built;

        Builder(AttributeReader reader) {
            this.reader = reader;
        }

        void add(Indexed condition, long bit) {
            conditions.add(condition);
            bitOfCondition.add(bit);
            if (condition instanceof TextIn in) {
                in.texts().forEach(text -> bitsOfText.merge(text, bit, (some, other) -> some | other));
            }
        }

        /** The same object each time. */
        AttributeIndex build() {
            if (built == null) {
                built = new AttributeIndex(this);
            }
            return built;
        }
    }
}
