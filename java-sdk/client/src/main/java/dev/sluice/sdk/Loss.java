package dev.sluice.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream, or an attempt at one, is over.
 *
 * @param kind what follows from it
 * @param why for the log; never with a key or a context
 * @param waitFor how long the server asked to be left alone, if it did
 */
record Loss(Kind kind, String why, @Nullable Duration waitFor) {

    enum Kind {
        /** The server could not be reached, refused for now, ended the stream, or said what makes no sense. */
        FAILED,
        /** The server refuses the key. */
        REFUSED,
        /** Not even headers came in time: the server stands still, or something between is holding the stream back. */
        UNANSWERED,
        /** Headers came, but no event: something between is holding the stream back. */
        HELD_BACK,
        /** The server said goodbye and when to come back. */
        DISMISSED
    }

    static Loss failed(String why) {
        return new Loss(Kind.FAILED, why, null);
    }
}
