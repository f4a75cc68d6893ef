package dev.sluice.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as attributes and clauses write it: an Instant, RFC 3339 text, or milliseconds since 1970.
 *
 * @param nanos 0 to 999,999,999
 */
record Time(long seconds, int nanos) implements Comparable<Time> {
    private static final int DATE = "2026-01-01".length();
    private static final int WITH_SECONDS = "2026-01-01T00:00:00".length();
    private static final int OFFSET = "+01:00".length();
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final double TWO_63 = 0x1p63;

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
        if (value instanceof Double millis && millis >= -TWO_63 && millis < TWO_63) {
            double whole = Math.floor(millis);
            int nanos = (int) ((millis - whole) * NANOS_PER_MILLI);
            return ofMillis((long) whole, Math.min(nanos, NANOS_PER_MILLI - 1));
        }
        return null;
    }

    private static Time ofMillis(long millis, int nanos) {
        return new Time(Math.floorDiv(millis, 1_000L), Math.floorMod(millis, 1_000) * NANOS_PER_MILLI + nanos);
    }

    /**
     * RFC 3339: date, T, time with seconds, offset; a fraction of 1 to 9 digits; T and Z may be small. A leap second, which no
     * clock of ours shows, is no time.
     */
    private static @Nullable Time parse(String text) {
        if (text.length() <= WITH_SECONDS || !hasForm(text)) {
            return null;
        }
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int second = digits(text, 17, 2);
        int at = WITH_SECONDS;
        int nanos = 0;
        if (text.charAt(at) == '.') {
            int end = endOfDigits(text, ++at);
            int length = end - at;
            if (length < 1 || length > MOST_FRACTION_DIGITS) {
                return null;
            }
            nanos = digits(text, at, length);
            for (int i = length; i < MOST_FRACTION_DIGITS; i++) {
                nanos *= 10;
            }
            at = end;
        }
        int offset = offsetMinutes(text, at);
        if (!isWithin(hour, 23) || !isWithin(minute, 59) || !isWithin(second, 59) || offset == Integer.MIN_VALUE) {
            return null;
        }
        long minutes = hour * 60L + minute - offset;
        long day = epochDay(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
        return day == Long.MIN_VALUE ? null : new Time(day * 86_400 + minutes * 60 + second, nanos);
    }

    private static boolean hasForm(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && Ascii.fold(text.charAt(DATE)) == 't'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** What stands at the end: Z, or hours and minutes east; the smallest integer when it is neither. */
    private static int offsetMinutes(String text, int at) {
        int left = text.length() - at;
        if (left == 1 && Ascii.fold(text.charAt(at)) == 'z') {
            return 0;
        }
        if (left != OFFSET || "+-".indexOf(text.charAt(at)) < 0 || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, 2);
        int minutes = digits(text, at + 4, 2);
        if (!isWithin(hours, 23) || !isWithin(minutes, 59)) {
            return Integer.MIN_VALUE;
        }
        return (text.charAt(at) == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private static long epochDay(int year, int month, int day) {
        try {
            return year < 0 ? Long.MIN_VALUE : LocalDate.of(year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }

    private static boolean isWithin(int number, int most) {
        return number >= 0 && number <= most;
    }

    /** The number that some digits make, -1 if they are none. */
    private static int digits(String text, int from, int count) {
        return endOfDigits(text, from) < from + count ? -1 : Integer.parseInt(text, from, from + count, 10);
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    @Override
    public int compareTo(Time other) {
        int bySeconds = Long.compare(seconds, other.seconds);
        return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
    }
}
