package dev.sluice.server.stream;

import dev.sluice.server.fleet.Identity;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads how an instance names itself. */
final class Identities {

    private Identities() {}

    /** A caller without names, such as curl, is known by {@code otherwise}. */
    static Identity of(HttpServerRequest request, String otherwise) {
        return new Identity(
                header(request, "Sluice-Instance", otherwise),
                header(request, "Sluice-Application", "unnamed"),
                header(request, "Sluice-Sdk", "unnamed"));
    }

    private static String header(HttpServerRequest request, String name, String otherwise) {
        @Nullable String value = request.getHeader(name);
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}
