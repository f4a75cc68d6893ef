package dev.sluice.shop.front;

import dev.sluice.engine.Revision;
import dev.sluice.shop.crowd.Country;
import org.jspecify.annotations.Nullable;

/**
 * How one order ended, as the shopper met it.
 *
 * @param country where the shopper comes from; null for an address that no country of the crowd has
 * @param viaNew whether the new checkout took it; null when no checkout did
 * @param decided whether a flag was asked
 * @param decisionFailed whether that flag had to answer with the code's default
 * @param revision the revision it was decided by; null when none was asked or known
 */
record Served(
        String shopper,
        @Nullable Country country,
        boolean succeeded,
        @Nullable Boolean viaNew,
        boolean decided,
        boolean decisionFailed,
        @Nullable Revision revision) {

    /** An order that no shop answered. */
    static Served nowhere(@Nullable Country country) {
        return new Served("", country, false, null, false, false, null);
    }
}
