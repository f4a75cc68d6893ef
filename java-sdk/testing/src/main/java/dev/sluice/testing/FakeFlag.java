package dev.sluice.testing;

import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a test has said of one flag. Immutable.
 *
 * @param everyone what those get who are not named
 * @param individuals what those get who are, by targeting key
 * @param bucketsOn of a boolean flag that is on for a share of all: how many of {@link Split#BUCKETS}; else null
 */
record FakeFlag(
        String key,
        ValueType type,
        boolean enabled,
        @Nullable Object everyone,
        Map<String, @Nullable Object> individuals,
        @Nullable Integer bucketsOn) {

    private static final Variation ON = new Variation("on", true);
    private static final Variation OFF = new Variation("off", false);

    static FakeFlag of(String key, ValueType type, @Nullable Object everyone) {
        return new FakeFlag(key, type, true, everyone, Map.of(), null);
    }

    FakeFlag withIndividual(String targetingKey, @Nullable Object value) {
        LinkedHashMap<String, @Nullable Object> more = new LinkedHashMap<>(individuals);
        more.put(targetingKey, value);
        return new FakeFlag(key, type, enabled, everyone, more, bucketsOn);
    }

    FakeFlag disabled() {
        return new FakeFlag(key, type, false, everyone, individuals, bucketsOn);
    }

    /** The form that the engine reads. */
    Flag definition(long version) {
        List<Variation> variations = variations();
        String off = type == ValueType.BOOLEAN ? OFF.name() : null;
        List<Target> targets = new ArrayList<>();
        individuals.forEach(
                (user, value) -> targets.add(new Target(name(variations, value), Target.TARGETING_KEY, List.of(user))));
        FlagCore core = new FlagCore(key, type, version, enabled, variations, off);
        return Flag.of(core, List.of(), targets, List.of(), serve(variations), null);
    }

    private Serve serve(List<Variation> variations) {
        if (bucketsOn == null) {
            return new Fixed(name(variations, everyone));
        }
        List<Range> ranges = bucketsOn == 0 ? List.of() : List.of(new Range(ON.name(), 0, bucketsOn));
        return new Split(Target.TARGETING_KEY, key, Split.BUCKETS, ranges, OFF.name());
    }

    private List<Variation> variations() {
        if (type == ValueType.BOOLEAN) {
            return List.of(ON, OFF);
        }
        List<Variation> variations = new ArrayList<>();
        variations.add(new Variation("everyone", everyone));
        for (@Nullable Object value : individuals.values()) {
            if (variations.stream().noneMatch(known -> Objects.equals(value, known.value()))) {
                variations.add(new Variation("individual-" + variations.size(), value));
            }
        }
        return variations;
    }

    private static String name(List<Variation> variations, @Nullable Object value) {
        for (Variation variation : variations) {
            if (Objects.equals(variation.value(), value)) {
                return variation.name();
            }
        }
        throw new IllegalStateException("No variation has the value " + value);
    }
}
