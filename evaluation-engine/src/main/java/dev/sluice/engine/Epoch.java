package dev.sluice.engine;

import java.util.regex.Pattern;

/**
 * The lineage of one environment's state, written {@code <generation>.<random>}. Within an epoch revisions only grow; a
 * restore, a forced repair or a re-creation begins a new epoch with a higher generation.
 *
 * @param generation 0 or more; the higher one wins
 * @param random tells apart two lineages that were given the same generation: letters and digits, 1 to 40
 */
public record Epoch(long generation, String random) {
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9]{1,40}");

    public Epoch {
        if (generation < 0) {
            throw new IllegalArgumentException(
                    "epoch: generation " + generation + " is not allowed; expected 0 or more");
        }
        if (!RANDOM.matcher(random).matches()) {
            throw new IllegalArgumentException(
                    "epoch: random part \"" + random + "\" is not allowed; expected 1 to 40 letters and digits");
        }
    }

    /** Reads {@code <generation>.<random>}; throws {@link IllegalArgumentException} for anything else. */
    public static Epoch parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException(
                    "epoch: \"" + text + "\" is not allowed; expected <generation>.<random>");
        }
        return new Epoch(Numerals.parse(text.substring(0, dot), "epoch: generation"), text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return generation + "." + random;
    }
}
