package dev.sluice.openfeature;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the engine's immutable trees into OpenFeature's values. */
final class Values {

    private Values() {}

    static Value of(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Value> structure = new HashMap<>();
            map.forEach((name, value) -> structure.put((String) name, of(value)));
            return new Value(new ImmutableStructure(structure));
        }
        if (tree instanceof List<?> list) {
            List<Value> values = new ArrayList<>(list.size());
            list.forEach(value -> values.add(of(value)));
            return new Value(values);
        }
        if (tree instanceof String text) {
            return new Value(text);
        }
        if (tree instanceof Boolean truth) {
            return new Value(truth);
        }
        if (tree instanceof Long number) {
            return isInt(number) ? new Value(number.intValue()) : new Value(number);
        }
        return tree instanceof Double number ? new Value(number) : new Value();
    }

    static boolean isInt(long number) {
        return (int) number == number;
    }
}
