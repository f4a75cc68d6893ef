package dev.sluice.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A point in time as attributes and clauses write it: an Instant, RFC 3339 text, or milliseconds since 1970. */
record Time(long seconds, int nanos) implements Comparable<Time> {
    private static final int SHORTEST = "2026-01-01T00:00:00Z".length();
    private static final double MOST_MILLIS = 8.64e15;

    /** The time that a value stands for, or null. */
    static @Nullable Time of(Object value) {
        if (value instanceof Instant instant) {
            return new Time(instant.getEpochSecond(), instant.getNano());
        }
        if (value instanceof String text) {
            return parse(text);
        }
        if (value instanceof Long millis) {
            return ofMillis(millis, 0);
        }
        if (value instanceof Double millis && Math.abs(millis) <= MOST_MILLIS) {
            double whole = Math.floor(millis);
            return ofMillis((long) whole, (int) ((millis - whole) * 1_000_000));
        }
        return null;
    }

    private static Time ofMillis(long millis, int nanos) {
        return new Time(Math.floorDiv(millis, 1_000L), Math.floorMod(millis, 1_000) * 1_000_000 + nanos);
    }

    /** RFC 3339: date, T, time with seconds, offset; a fraction of up to 9 digits; T and Z may be small. */
    private static @Nullable Time parse(String text) {
        if (text.length() < SHORTEST || !isDigit(text.charAt(0))) {
            return null;
        }
        boolean hasForm = "Tt".indexOf(text.charAt(10)) >= 0 && text.charAt(13) == ':' && text.charAt(16) == ':';
        if (!hasForm || hasOffsetWithSeconds(text)) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return new Time(time.toEpochSecond(), time.getNano());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** ISO 8601 as Java reads it also knows +01 and +01:00:00; RFC 3339 knows only +01:00. */
    private static boolean hasOffsetWithSeconds(String text) {
        int sign = Math.max(text.indexOf('+', 19), text.indexOf('-', 19));
        return sign >= 0 && text.length() - sign != "+01:00".length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(Time other) {
        int bySeconds = Long.compare(seconds, other.seconds);
        return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
    }
}
