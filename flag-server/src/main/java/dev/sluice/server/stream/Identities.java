package dev.sluice.server.stream;

import com.github.benmanes.caffeine.cache.Interner;
import dev.sluice.server.fleet.Identity;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads how an instance names itself. */
public final class Identities {

    /** A fleet has few applications and SDKs: their names are held once, not once a session. */
    private static final Interner<String> NAMES = Interner.newWeakInterner();

    private Identities() {}

    /** The same text, held once for all who have it. */
    static String shared(String text) {
        return NAMES.intern(text);
    }

    /** A caller without names, such as curl, is known by {@code otherwise}. */
    public static Identity of(HttpServerRequest request, String otherwise) {
        return new Identity(
                header(request, "Sluice-Instance", otherwise),
                shared(header(request, "Sluice-Application", "unnamed")),
                shared(header(request, "Sluice-Sdk", "unnamed")));
    }

    private static String header(HttpServerRequest request, String name, String otherwise) {
        @Nullable String value = request.getHeader(name);
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}
