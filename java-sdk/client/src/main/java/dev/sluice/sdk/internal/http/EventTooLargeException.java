package dev.sluice.sdk.internal.http;

/** An event, or a line of one, had more bytes than the parser takes. */
public final class EventTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventTooLargeException(int limit) {
        super("An event of the stream has more than " + limit + " bytes");
    }
}
