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

    static final OutOfTouch NONE = new OutOfTouch(Map.of());

    private final Map<String, FlagInfo> bounded;

    private OutOfTouch(Map<String, FlagInfo> bounded) {
        this.bounded = bounded;
    }

    /** Those of a snapshot; without flags that are overridden here, of which nobody is in doubt. */
    static OutOfTouch of(Snapshot snapshot, Set<String> overridden) {
        Map<String, FlagInfo> bounded = new TreeMap<>();
        for (String key : snapshot.flagKeys()) {
            FlagInfo info = snapshot.flag(key);
            WhenUnknown rule = info == null ? null : info.whenUnknown();
            if (info != null && rule != null && !rule.isForEver() && !overridden.contains(key)) {
                bounded.put(key, info);
            }
        }
        return bounded.isEmpty() ? NONE : new OutOfTouch(bounded);
    }

    /**
     * The flags that are too old to decide by.
     *
     * @param age null when nobody knows: older than any bound
     */
    Set<String> due(@Nullable Duration age) {
        return bounded.values().stream()
                .filter(info -> age == null || age.compareTo(bound(info)) >= 0)
                .map(FlagInfo::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The next age at which more flags are due; null when there is none above this one. */
    @Nullable
    Duration nextAfter(Duration age) {
        return bounded.values().stream()
                .map(OutOfTouch::bound)
                .filter(bound -> bound.compareTo(age) > 0)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The forms that these flags take: disabled, with or without their off variation. */
    Collection<Flag> forms(Set<String> due) {
        return due.stream().map(key -> form(bounded.get(key))).toList();
    }

    private static Flag form(@Nullable FlagInfo info) {
        if (info == null) {
            throw new IllegalArgumentException("a flag that says nothing of being out of touch is never due");
        }
        WhenUnknown rule = info.whenUnknown();
        boolean closed = rule != null && rule.use() == WhenUnknown.Use.FAIL_CLOSED;
        FlagCore core = new FlagCore(
                info.key(), info.type(), info.version(), false, info.variations(), closed ? info.offVariation() : null);
        return Flag.of(core, List.of(), List.of(), List.of(), null, info.guard());
    }

    private static Duration bound(FlagInfo info) {
        WhenUnknown rule = info.whenUnknown();
        return Duration.ofSeconds(rule == null ? Long.MAX_VALUE / 2_000_000_000L : rule.afterSeconds());
    }
}
