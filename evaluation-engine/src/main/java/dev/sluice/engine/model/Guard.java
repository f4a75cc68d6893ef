package dev.sluice.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * The limits that travel with a flag to the SDK's local breaker; no decision of the engine looks at them.
 *
 * @param variation the one that is watched
 * @param baseline the one that is served while the breaker is open
 * @param maxErrorShare 0 to 1
 * @param minimum outcomes that must have been seen before the breaker may open
 * @param region the attribute that outcomes are kept apart by
 */
public record Guard(
        String variation,
        String baseline,
        double maxErrorShare,
        long minimum,
        long windowMillis,
        long probeAfterMillis,
        @Nullable String region) {

    public Guard {
        Checks.key("guard: variation", variation);
        Checks.key("guard: baseline", baseline);
        if (!(maxErrorShare >= 0 && maxErrorShare <= 1)) {
            throw new InvalidDefinitionException(
                    "guard: maxErrorShare " + maxErrorShare + " is not allowed; expected 0 to 1");
        }
        if (minimum < 0 || windowMillis < 0 || probeAfterMillis < 0) {
            throw new InvalidDefinitionException("guard: minimum " + minimum + ", windowMillis " + windowMillis
                    + ", probeAfterMillis " + probeAfterMillis + " are not allowed; expected 0 or more each");
        }
    }
}
