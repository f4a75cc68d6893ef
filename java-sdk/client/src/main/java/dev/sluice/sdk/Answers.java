package dev.sluice.sdk;

import dev.sluice.sdk.internal.http.Head;
import java.io.IOException;
import java.net.ConnectException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads what an answer without flags in it means. */
final class Answers {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private Answers() {}

    /**
     * What an answer that is not the one hoped for means for going on. {@code Retry-After} is believed up to the most that a refused client
     * waits: whoever follows comes back sooner than an hour, even if something in between has said that.
     */
    static Loss loss(Head head, Wiring wiring) {
        return switch (head.status()) {
            case 401, 403 ->
                new Loss(Loss.Kind.REFUSED, "the server refuses the SDK key (HTTP " + head.status() + ")", null);
            default -> {
                Duration asked = retryAfter(head, wiring.wallClock());
                yield new Loss(
                        Loss.Kind.FAILED,
                        "the server answered HTTP " + head.status(),
                        asked == null ? null : shorter(asked, wiring.timing().refusedMost()));
            }
        };
    }

    /** What it means that no answer came; the JDK's own words for it may name hosts, never keys. */
    static Loss loss(IOException cause) {
        if (cause instanceof ConnectException) {
            return Loss.failed("it cannot be reached");
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return Loss.failed("the connection broke (" + words + ")");
    }

    /**
     * The time that {@code Retry-After} asks for, as seconds or as a date, up to an hour. A date is compared with the
     * server's own {@code Date} where it is given, so that a wrong clock here does no harm.
     */
    static @Nullable Duration retryAfter(Head head, InstantSource wallClock) {
        String asked = head.header("Retry-After").map(String::strip).orElse("");
        if (asked.matches("\\d{1,9}")) {
            return shorter(Duration.ofSeconds(Long.parseLong(asked)), LONGEST_WAIT);
        }
        Instant until = date(asked);
        if (until == null) {
            return null;
        }
        Instant serverNow = head.header("Date").map(Answers::date).orElseGet(wallClock::instant);
        Duration wait = Duration.between(serverNow, until);
        return wait.isNegative() ? Duration.ZERO : shorter(wait, LONGEST_WAIT);
    }

    private static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
