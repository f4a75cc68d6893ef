package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a decision is counted by. Decisions that differ in nothing that this tells are counted together.
 *
 * @param flag the key of the flag that was decided
 * @param version of that flag
 * @param place a rule's id, {@code target}, {@code fallthrough}, or null where none of them decided
 * @param variation null where there is no value
 * @param reason never {@link Reason#ERROR}
 */
public record DecisionKey(
        String flag,
        long version,
        @Nullable String place,
        @Nullable String variation,
        Reason reason) {}
