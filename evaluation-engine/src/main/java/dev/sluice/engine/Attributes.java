package dev.sluice.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small open-addressed table from attribute name to value: names on even places, values on odd ones. Written while a context
 * is built, never after. A removed attribute stays as a name without a value, so that probing needs no tombstones.
 *
 * <p>Names that all have one hash can be made at will, by whoever sends a context over a network. If some name would lie far from its
 * place, all are kept in a map instead, which is not searched from end to end.
 */
final class Attributes {
    /** A table of nothing; shared, so that a context of nothing but a key needs none of its own. */
    private static final @Nullable Object[] NOTHING = new Object[2];

    private static final int FIRST_SLOTS = 8;
    private static final int FARTHEST = 64;
    private static final int DEEPEST = 32;

    private @Nullable Object[] table = NOTHING;
    private @Nullable Map<String, Object> crowded;
    private int names; // its complement once frozen: a context of three attributes stays within 200 bytes

    /** From now on nothing may be put, so that contexts can keep the table. */
    void freeze() {
        names = isFrozen() ? names : ~names;
    }

    boolean isFrozen() {
        return names < 0;
    }

    @Nullable
    Object[] table() {
        return table;
    }

    /** What is not in the table; null if all is. */
    @Nullable
    Map<String, Object> crowded() {
        return crowded;
    }

    /** The value of a name in a table, if that is where it is; {@link #spread} of the name is known already. */
    static @Nullable Object get(@Nullable Object[] table, String name, int spread) {
        int mask = table.length - 2;
        int at = spread & mask;
        Object found;
        while ((found = table[at]) != null) {
            if (name.equals(found)) { // the same object is the usual case, and equals asks for it first
                return table[at + 1];
            }
            at = (at + 2) & mask;
        }
        return null;
    }

    /**
     * Sets a name, or removes it if the value is null.
     *
     * @param hash the name's
     */
    void put(String name, int hash, @Nullable Object value) {
        if (crowded != null) {
            putAside(crowded, name, value);
            return;
        }
        if (value != null && (names + 1) * 8 > table.length * 3) {
            grow();
        }
        @Nullable Object[] all = table;
        int mask = all.length - 2;
        int at = spread(hash) & mask;
        Object found;
        for (int steps = 0; (found = all[at]) != null; steps++) {
            if (name.equals(found)) {
                all[at + 1] = value;
                return;
            }
            if (steps == FARTHEST) {
                crowd(name, value);
                return;
            }
            at = (at + 2) & mask;
        }
        if (value != null) {
            all[at] = name;
            all[at + 1] = value;
            names++;
        }
    }

    private void grow() {
        @Nullable Object[] old = table;
        @Nullable Object[] more = new Object[Math.max(2 * FIRST_SLOTS, old.length * 2)];
        int mask = more.length - 2;
        int kept = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] instanceof String name && old[i + 1] != null) {
                int at = spread(name) & mask;
                while (more[at] != null) {
                    at = (at + 2) & mask;
                }
                more[at] = name;
                more[at + 1] = old[i + 1];
                kept++;
            }
        }
        table = more;
        names = kept;
    }

    private void crowd(String name, @Nullable Object value) {
        Map<String, Object> all = new HashMap<>();
        forEach(table, all::put);
        putAside(all, name, value);
        crowded = all;
        table = NOTHING;
    }

    private static void putAside(Map<String, Object> all, String name, @Nullable Object value) {
        if (value == null) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
    }

    /** The same, to which more can be put. */
    Attributes copy() {
        Attributes copy = new Attributes();
        copy.table = table == NOTHING ? NOTHING : table.clone();
        copy.crowded = crowded == null ? null : new HashMap<>(crowded);
        copy.names = isFrozen() ? ~names : names;
        return copy;
    }

    /** Hands over what is in a table, in no promised order. */
    static void forEach(@Nullable Object[] table, BiConsumer<String, Object> consumer) {
        for (int i = 0; i < table.length; i += 2) {
            Object value = table[i + 1];
            if (table[i] instanceof String name && value != null) {
                consumer.accept(name, value);
            }
        }
    }

    /** What says where a name stands in a table of any size; even. */
    static int spread(String name) {
        return spread(name.hashCode());
    }

    private static int spread(int hash) {
        return (hash ^ (hash >>> 15)) << 1;
    }

    /** An immutable copy of a value in the types that the engine knows; null for what it does not know. */
    static @Nullable Object normalised(@Nullable Object value) {
        return normalised(value, 0);
    }

    private static @Nullable Object normalised(@Nullable Object value, int depth) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Instant) {
            return value;
        }
        if (value instanceof Number number) {
            return normalisedNumber(number);
        }
        if (depth >= DEEPEST) {
            return null;
        }
        if (value instanceof List<?> list) {
            return normalisedList(list, depth);
        }
        if (value instanceof Map<?, ?> map) {
            return normalisedMap(map, depth);
        }
        return null;
    }

    private static @Nullable Object normalisedNumber(Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        double value = number.doubleValue();
        return Double.isFinite(value) ? value : null;
    }

    private static List<Object> normalisedList(List<?> list, int depth) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object element : list) {
            Object normalised = normalised(element, depth + 1);
            if (normalised != null) {
                copy.add(normalised);
            }
        }
        return Collections.unmodifiableList(copy);
    }

    private static Map<String, Object> normalisedMap(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new HashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object normalised = normalised(entry.getValue(), depth + 1);
            if (normalised != null && entry.getKey() instanceof String name) {
                copy.put(name, normalised);
            }
        }
        return Collections.unmodifiableMap(copy);
    }
}
