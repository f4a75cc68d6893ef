package dev.sluice.proof;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of a {@code proofs.tsv}: in the last run, this test of this suite, which claims to prove this row, ended so.
 * The suite is a class name, or the file of a TypeScript test. Immutable; ordered by row, suite, test.
 */
record Proof(String row, String suite, String test, Outcome outcome) implements Comparable<Proof> {

    private static final Comparator<Proof> ORDER = Comparator.comparing(Proof::row)
            .thenComparing(Proof::suite)
            .thenComparing(Proof::test)
            .thenComparing(Proof::outcome);
    private static final Pattern BREAKS_A_LINE = Pattern.compile("[\\t\\r\\n]+");

    Proof {
        row = oneField(row);
        suite = oneField(suite);
        test = oneField(test);
    }

    /** How a test ended; the later of two is the worse. */
    enum Outcome {
        PASSED,
        SKIPPED,
        FAILED;

        Outcome worse(Outcome other) {
            return compareTo(other) >= 0 ? this : other;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome parse(String text) {
            for (Outcome outcome : values()) {
                if (outcome.text().equals(text)) {
                    return outcome;
                }
            }
            throw new IllegalArgumentException("\"" + text + "\" is no outcome; expected passed, failed or skipped");
        }
    }

    /** Reads {@code row<TAB>suite<TAB>test<TAB>passed|failed|skipped}. */
    static Proof parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException(
                    "\"" + line + "\" has " + fields.length + " fields; expected row, suite, test, outcome");
        }
        return new Proof(fields[0], fields[1], fields[2], Outcome.parse(fields[3]));
    }

    String line() {
        return String.join("\t", row, suite, test, outcome.text());
    }

    @Override
    public int compareTo(Proof other) {
        return ORDER.compare(this, other);
    }

    private static String oneField(String text) {
        return BREAKS_A_LINE.matcher(text).replaceAll(" ").strip();
    }
}
