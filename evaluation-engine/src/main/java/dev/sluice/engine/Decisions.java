package dev.sluice.engine;

import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Variation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds and numbers the decisions of one flag, each once. Not for use by several threads. */
final class Decisions {
    private record Asked(DecisionKey key, boolean bucketKeyMissing) {}

    private final FlagCore core;
    private final DecisionNumbering numbering;
    private final Map<Asked, Decision> built = new HashMap<>();

    Decisions(FlagCore core, DecisionNumbering numbering) {
        this.core = core;
        this.numbering = numbering;
    }

    /** The decision for {@code offVariation}, or for the caller's default if the flag has none. */
    Decision off(Reason reason, @Nullable String place) {
        return of(core.offVariation(), reason, place, false);
    }

    /** The decision for a variation; for the caller's default if it is null. */
    Decision of(@Nullable String variation, Reason reason, @Nullable String place, boolean bucketKeyMissing) {
        DecisionKey key = new DecisionKey(core.key(), core.version(), place, variation, reason);
        return built.computeIfAbsent(new Asked(key, bucketKeyMissing), this::build);
    }

    private Decision build(Asked asked) {
        DecisionKey key = asked.key();
        int ordinal = numbering.number(key);
        for (int i = 0; i < core.variations().size(); i++) {
            Variation candidate = core.variations().get(i);
            if (candidate.name().equals(key.variation())) {
                return Decision.of(key, candidate.value(), i, ordinal, asked.bucketKeyMissing());
            }
        }
        return Decision.withoutValue(key, ordinal, asked.bucketKeyMissing());
    }
}
