package dev.sluice.spring;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A method behind a {@link FlagGate} without a fallback was called while its flag was off for who is asking. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class FlagGateClosedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FlagGateClosedException(String flag, String method) {
        super("The flag '" + flag + "' is off here, and " + method + " has no fallback");
    }
}
