package dev.sluice.server.store.redis;

import java.util.regex.Pattern;

/**
 * How many copies must have a write before it is acknowledged: {@code SLUICE_REDIS_WAIT}.
 *
 * @param text {@code majority}, {@code all} or a number from 1 on, the master included
 */
public record WaitPolicy(String text) {

    private static final Pattern ALLOWED = Pattern.compile("majority|all|[1-9][0-9]?");

    /** More than half of the copies that there are. */
    public static final WaitPolicy MAJORITY = new WaitPolicy("majority");

    /** Checks the text. */
    public WaitPolicy {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("SLUICE_REDIS_WAIT: \"" + text
                    + "\" is not allowed; expected majority, all, or a number of copies from 1 to 99");
        }
    }

    /** Copies needed of so many. */
    int needed(int copies) {
        return switch (text) {
            case "majority" -> copies / 2 + 1;
            case "all" -> copies;
            default -> Integer.parseInt(text);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
