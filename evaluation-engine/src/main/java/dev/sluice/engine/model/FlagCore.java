package dev.sluice.engine.model;

import dev.sluice.engine.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a flag that is read first: enough to know its type and what it serves when it is off, whatever else its record
 * holds.
 *
 * @param version counts the changes of this environment's wire form of the flag
 * @param variations in their order; the values have the flag's type
 * @param offVariation served when disabled; null = the caller's default
 */
public record FlagCore(
        String key,
        ValueType type,
        long version,
        boolean enabled,
        List<Variation> variations,
        @Nullable String offVariation) {

    public FlagCore {
        Checks.key("flag: key", key);
        if (version < 0) {
            throw new InvalidDefinitionException("flag: version " + version + " is not allowed; expected 0 or more");
        }
        variations = Checks.notEmpty("flag: variations", variations);
        Checks.distinct("flag: variations", variations, Variation::name);
        for (Variation variation : variations) {
            checkType(type, variation);
        }
        if (offVariation != null) {
            check("offVariation", offVariation, variations);
        }
    }

    private static void checkType(ValueType type, Variation variation) {
        Object value = variation.value();
        boolean fits = switch (type) {
            case BOOLEAN -> value instanceof Boolean;
            case STRING -> value instanceof String;
            case INTEGER ->
                value instanceof Long number
                        && number >= -ValueType.LARGEST_INTEGER
                        && number <= ValueType.LARGEST_INTEGER;
            case DOUBLE -> value instanceof Double number && Double.isFinite(number);
            case JSON -> isTree(value);
        };
        if (!fits) {
            throw new InvalidDefinitionException("variation " + variation.name() + ": " + value
                    + " is not allowed; expected "
                    + (type == ValueType.INTEGER ? "a whole number between -(2^53-1) and 2^53-1" : "a " + type));
        }
    }

    private static boolean isTree(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().allMatch(String.class::isInstance)
                    && map.values().stream().allMatch(FlagCore::isTree);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(FlagCore::isTree);
        }
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number));
    }

    static void check(String what, String variation, List<Variation> variations) {
        List<String> names = new ArrayList<>();
        for (Variation candidate : variations) {
            if (candidate.name().equals(variation)) {
                return;
            }
            names.add(candidate.name());
        }
        throw new InvalidDefinitionException(
                what + ": \"" + variation + "\" is no variation of this flag; expected one of " + names);
    }
}
