package dev.sluice.sdk.internal.http;

import java.io.IOException;
import java.time.Duration;

/** An answer, or the head of one, did not come in time. */
public final class UnansweredException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Nothing came within that time. */
    public UnansweredException(Duration within) {
        super("no answer within " + within);
    }
}
