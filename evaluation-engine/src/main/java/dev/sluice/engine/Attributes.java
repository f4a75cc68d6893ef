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
 */
final class Attributes {
    private static final int FIRST_SLOTS = 8;
    private static final int DEEPEST = 32;

    private @Nullable Object[] table = new Object[2 * FIRST_SLOTS];
    private int names;

    @Nullable
    Object get(String name) {
        return get(name, spread(name));
    }

    /** The value of a name whose {@link #spread} is known already. */
    @Nullable
    Object get(String name, int spread) {
        @Nullable Object[] entries = table;
        int mask = entries.length - 2;
        int at = spread & mask;
        Object found;
        while ((found = entries[at]) != null) {
            if (found == name || found.equals(name)) {
                return entries[at + 1];
            }
            at = (at + 2) & mask;
        }
        return null;
    }

    void put(String name, @Nullable Object value) {
        int mask = table.length - 2;
        int at = spread(name) & mask;
        Object found;
        while ((found = table[at]) != null) {
            if (found.equals(name)) {
                table[at + 1] = value;
                return;
            }
            at = (at + 2) & mask;
        }
        if (value == null) {
            return;
        }
        table[at] = name;
        table[at + 1] = value;
        names++;
        if (names * 8 > table.length * 3) {
            grow();
        }
    }

    private void grow() {
        @Nullable Object[] old = table;
        table = new Object[old.length * 2];
        names = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] instanceof String name) {
                put(name, old[i + 1]);
            }
        }
    }

    Attributes copy() {
        Attributes copy = new Attributes();
        copy.table = table.clone();
        copy.names = names;
        return copy;
    }

    int size() {
        int[] count = new int[1];
        forEach((name, value) -> count[0]++);
        return count[0];
    }

    void forEach(BiConsumer<String, Object> consumer) {
        for (int i = 0; i < table.length; i += 2) {
            Object value = table[i + 1];
            if (table[i] instanceof String name && value != null) {
                consumer.accept(name, value);
            }
        }
    }

    /** What says where a name stands in a table of any size; even. */
    static int spread(String name) {
        int hash = name.hashCode();
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
