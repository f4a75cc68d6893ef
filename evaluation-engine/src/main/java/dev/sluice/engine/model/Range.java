package dev.sluice.engine.model;

/**
 * The buckets from {@code from} up to, but not including, {@code to} get the variation.
 *
 * @param from 0 or more
 * @param to more than {@code from}
 */
public record Range(String variation, int from, int to) {

    public Range {
        Checks.key("range: variation", variation);
        if (from < 0 || to <= from) {
            throw new InvalidDefinitionException(
                    "range: from " + from + " to " + to + " is not allowed; expected 0 <= from < to");
        }
    }

    /** How many buckets it holds. */
    public int size() {
        return to - from;
    }
}
