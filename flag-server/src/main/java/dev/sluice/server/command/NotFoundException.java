package dev.sluice.server.command;

import dev.sluice.server.json.Json;
import dev.sluice.server.json.RefusedException;
import java.util.Collection;
import java.util.List;

/** There is no such thing; the message names keys that look like the one asked for. */
public final class NotFoundException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private NotFoundException(String message) {
        super(message);
    }

    /** There is no {@code what} with this key, in a place that has the {@code known} ones. */
    public static NotFoundException of(String what, String key, Collection<String> known) {
        List<String> near = NearKeys.of(key, known);
        String hint = near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
        return new NotFoundException("there is no " + what + " " + Json.quote(key) + hint);
    }

    /** There is nothing at this address. */
    public static NotFoundException address() {
        return new NotFoundException("there is nothing at this address");
    }
}
