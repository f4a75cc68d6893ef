package dev.sluice.server.stream;

import org.jspecify.annotations.Nullable;

/** Compares the way {@code If-None-Match} does: any of a list, weak or strong, or a star. */
public final class Etags {

    private Etags() {}

    /** Whether one of these is that ETag. */
    public static boolean match(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",")) {
            String bare = candidate.trim();
            if (bare.startsWith("W/")) {
                bare = bare.substring(2);
            }
            if (bare.equals("*") || bare.equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
