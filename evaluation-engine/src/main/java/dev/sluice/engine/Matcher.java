package dev.sluice.engine;

/** What one operator with its values says to one value of an attribute. Total, and independent of everything else. */
interface Matcher {

    Verdict test(Object value);

    enum Verdict {
        MATCH,
        NO_MATCH,
        /** The value has a type that the operator, with these values, can say nothing to; no clause holds then, negated or not. */
        WRONG_TYPE;

        static Verdict of(boolean matches) {
            return matches ? MATCH : NO_MATCH;
        }
    }
}
