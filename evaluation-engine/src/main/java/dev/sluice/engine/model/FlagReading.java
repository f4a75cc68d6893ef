package dev.sluice.engine.model;

import org.jspecify.annotations.Nullable;

/** What came of reading a flag's record. */
public sealed interface FlagReading {

    /** Read whole. */
    record Understood(Flag flag) implements FlagReading {}

    /**
     * Not to be decided by. The last good form goes on; without one, {@link Trouble} says what is served.
     *
     * @param why for people, never with the names of users
     * @param core what could be read all the same; one that is disabled disables the flag, whatever else the record holds
     */
    record NotUnderstood(
            String why, Trouble trouble, @Nullable FlagCore core) implements FlagReading {}

    /** Why a record can't be decided by. */
    enum Trouble {
        /** It says something this engine does not know: the flag serves its {@code offVariation}. */
        UNKNOWN,
        /** It contradicts its own form: the flag is a parse error. */
        BROKEN
    }
}
