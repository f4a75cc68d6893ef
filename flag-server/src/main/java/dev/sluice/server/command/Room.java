package dev.sluice.server.command;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.json.InvalidException;

/** How much an environment may come to, for every SDK holds all of it. */
final class Room {
    private static final int LARGEST_FLAG = 256 * 1024;
    private static final int MOST_FLAGS = 10_000;
    private static final long LARGEST_ENVIRONMENT = 32L * 1024 * 1024;

    private Room() {}

    /** Ends here if the record of a flag is too large. */
    static void require(byte[] flag) {
        if (flag.length > LARGEST_FLAG) {
            throw InvalidException.of("", "a flag of " + flag.length + " bytes", "at most " + LARGEST_FLAG + " bytes");
        }
    }

    /** Ends here if an environment as it will be is too large. */
    static void require(String environment, Replica after) {
        if (after.flags().size() > MOST_FLAGS) {
            throw InvalidException.of("", after.flags().size() + " flags in " + environment, "at most " + MOST_FLAGS);
        }
        long size = 0;
        for (WireRecord record : after.flags().values()) {
            size += record.bytes().length;
        }
        for (WireRecord record : after.segments().values()) {
            size += record.bytes().length;
        }
        if (size > LARGEST_ENVIRONMENT) {
            throw InvalidException.of(
                    "", size + " bytes in " + environment, "at most " + LARGEST_ENVIRONMENT + " in an environment");
        }
    }
}
