package dev.sluice.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * What an SDK serves of a flag while it does not know that what it holds is the newest: its stream is broken, or it started from what it
 * kept on disk. No decision of the engine looks at it.
 *
 * @param use what is served then
 * @param maxAgeSeconds how long after the server has last confirmed it the last known form decides all the same, 0 to a year; null = for
 *     ever for {@link Use#LAST_KNOWN}, not at all for the others
 */
public record WhenUnknown(Use use, @Nullable Long maxAgeSeconds) {
    /** The longest age: a year. */
    public static final long LONGEST_SECONDS = 365L * 24 * 60 * 60;

    /** What is served. */
    public enum Use {
        /** The last known form; beyond its age the default of the code. What a flag does that says nothing. */
        LAST_KNOWN("lastKnown"),
        /** The default of the code. */
        DEFAULT("default"),
        /** The flag's off variation, as if it were disabled. */
        FAIL_CLOSED("failClosed");

        private final String word;

        Use(String word) {
            this.word = word;
        }

        /** The one of this word, or null. */
        public static @Nullable Use named(String word) {
            for (Use use : values()) {
                if (use.word.equals(word)) {
                    return use;
                }
            }
            return null;
        }

        /** Its word in definitions. */
        @Override
        public String toString() {
            return word;
        }
    }

    public WhenUnknown {
        if (maxAgeSeconds != null && (maxAgeSeconds < 0 || maxAgeSeconds > LONGEST_SECONDS)) {
            throw new InvalidDefinitionException("whenUnknown: maxAgeSeconds " + maxAgeSeconds
                    + " is not allowed; expected 0 to " + LONGEST_SECONDS);
        }
    }

    /** Whether what is known is good at every age. */
    public boolean isForEver() {
        return use == Use.LAST_KNOWN && maxAgeSeconds == null;
    }

    /** From which age on, in seconds, something else than the last known form is served; not to be asked of one that is for ever. */
    public long afterSeconds() {
        return maxAgeSeconds == null ? 0 : maxAgeSeconds;
    }
}
