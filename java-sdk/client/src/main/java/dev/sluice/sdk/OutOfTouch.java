package dev.sluice.sdk;

import dev.sluice.engine.FlagInfo;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.WhenUnknown;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The flags of one state that serve something else once nobody knows for how long whether what is held is the newest: which, from which age
 * on, and what then. Immutable.
 */
final class OutOfTouch {

    private final Map<String, Bounded> flags;

    /** A flag, and what it says of being out of touch. */
    private record Bounded(FlagInfo flag, WhenUnknown rule) {

        Duration age() {
            return Duration.ofSeconds(rule.afterSeconds());
        }

        /** Disabled, with or without the off variation. */
        Flag form() {
            boolean closed = rule.use() == WhenUnknown.Use.FAIL_CLOSED;
            FlagCore core = new FlagCore(
                    flag.key(),
                    flag.type(),
                    flag.version(),
                    false,
                    flag.variations(),
                    closed ? flag.offVariation() : null);
            return Flag.of(core, List.of(), List.of(), List.of(), null, flag.guard());
        }
    }

    private OutOfTouch(Map<String, Bounded> flags) {
        this.flags = flags;
    }

    /** Those of a snapshot; without flags that are overridden here, of which nobody is in doubt. */
    static OutOfTouch of(Snapshot snapshot, Set<String> overridden) {
        Map<String, Bounded> flags = new TreeMap<>();
        for (String key : snapshot.flagKeys()) {
            FlagInfo info = snapshot.flag(key);
            WhenUnknown rule = info == null ? null : info.whenUnknown();
            if (info != null && rule != null && !rule.isForEver() && !overridden.contains(key)) {
                flags.put(key, new Bounded(info, rule));
            }
        }
        return new OutOfTouch(flags);
    }

    /**
     * The flags that are too old to decide by.
     *
     * @param age null when nobody knows: older than any bound
     */
    Set<String> due(@Nullable Duration age) {
        return flags.values().stream()
                .filter(each -> age == null || age.compareTo(each.age()) >= 0)
                .map(each -> each.flag().key())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The next age at which more flags are due; null when there is none above this one. */
    @Nullable
    Duration nextAfter(Duration age) {
        return flags.values().stream()
                .map(Bounded::age)
                .filter(bound -> bound.compareTo(age) > 0)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The forms that these flags take. */
    Collection<Flag> forms(Set<String> due) {
        return flags.values().stream()
                .filter(each -> due.contains(each.flag().key()))
                .map(Bounded::form)
                .toList();
    }
}
