package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/** Finds the place of an IP address; asked only when a rule needs geography that the context does not give itself. */
@FunctionalInterface
public interface GeoLocator {

    /** The place of an address in text form, or null when it is unknown or no address. Must not block. */
    @Nullable
    GeoLocation locate(String ip);

    /** A locator that knows no place. */
    static GeoLocator none() {
        return ip -> null;
    }
}
