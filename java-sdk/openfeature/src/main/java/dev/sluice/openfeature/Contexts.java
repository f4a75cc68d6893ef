package dev.sluice.openfeature;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Value;
import dev.sluice.engine.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a merged OpenFeature context into ours: the same names, the same types, nothing converted. */
final class Contexts {

    private Contexts() {}

    static Context of(@Nullable EvaluationContext given) {
        if (given == null) {
            return Context.anonymous();
        }
        Context.Builder context = Context.builder();
        // asMap would copy the map once more, and getValue of a merged context looks into each of its layers
        for (Map.Entry<String, Value> each : given.asUnmodifiableMap().entrySet()) {
            if (!each.getKey().equals(EvaluationContext.TARGETING_KEY)) {
                set(context, each.getKey(), each.getValue());
            }
        }
        return context.targetingKey(given.getTargetingKey()).build();
    }

    private static void set(Context.Builder context, String name, @Nullable Value value) {
        if (value == null || value.isNull()) {
            return;
        }
        if (value.isString()) {
            context.set(name, value.asString());
        } else {
            context.setAny(name, plain(value));
        }
    }

    private static @Nullable Object plain(@Nullable Value value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isStructure()) {
            // asObjectMap knows fewer types of numbers than a value may hold
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            value.asStructure().asUnmodifiableMap().forEach((name, field) -> fields.put(name, plain(field)));
            return fields;
        }
        if (value.isList()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Value element : value.asList()) {
                list.add(plain(element));
            }
            return list;
        }
        return value.asObject();
    }
}
