package dev.sluice.sdk.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: the seam between following and the network.
 *
 * <p>Every handler is called on the loop, never before the call that named it has returned, and never again after its
 * exchange was cancelled or has ended.
 */
public interface Transport extends AutoCloseable {

    /**
     * Asks for an answer that is read as it comes.
     *
     * @param headWithin when status and headers have not come by then, the exchange fails; there is no limit after that
     */
    Exchange open(Request request, Duration headWithin, StreamHandler handler);

    /**
     * Asks for an answer that is read as a whole.
     *
     * @param within when the whole answer has not come by then, the exchange fails
     */
    Exchange send(Request request, Duration within, AnswerHandler handler);

    /** Cancels everything that is under way, and gives back what the transport needs; called on the loop, as the last thing asked of it. */
    @Override
    void close();

    /** Something that is under way. */
    @FunctionalInterface
    interface Exchange {

        /** Ends it and frees its connection; called on the loop. Without effect when it has ended. */
        void cancel();
    }

    /** Takes an answer as it comes: one head, then bytes, then the end; or the end alone. */
    interface StreamHandler {

        /** Status and headers have come. */
        void head(Head head);

        /** More of the body has come. */
        void bytes(ByteBuffer bytes);

        /**
         * Nothing more comes.
         *
         * @param cause null when the server ended the answer in good order
         */
        void ended(@Nullable IOException cause);
    }

    /** Takes an answer as a whole, or hears why there is none. */
    interface AnswerHandler {

        /**
         * The answer.
         *
         * @param body decompressed
         */
        void answered(Head head, byte[] body);

        /** There is none. */
        void failed(IOException cause);
    }
}
