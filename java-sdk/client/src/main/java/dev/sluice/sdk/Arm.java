package dev.sluice.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What outcomes are counted by: those who reached one place of one version, were given one variation there, and met one.
 *
 * @param place null where none decided
 * @param assigned the variation that the flag gave
 * @param served the variation that was used; another one while a breaker is open
 * @param replicate 0 to 15, by the user's key; drawn where there is none
 * @param region where the guard keeps regions apart
 */
record Arm(
        String flag,
        long version,
        @Nullable String place,
        String assigned,
        String served,
        int replicate,
        @Nullable String region) {}
