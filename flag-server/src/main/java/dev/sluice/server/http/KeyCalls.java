package dev.sluice.server.http;

import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.Permission;
import dev.sluice.server.fleet.Attempt.Trouble;
import dev.sluice.server.fleet.AttemptLog;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.fleet.KeyUse;
import dev.sluice.server.stream.Identities;
import dev.sluice.server.stream.SdkRefusedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Notes what comes of calls that need a key, for whoever connects a program and sees nothing happen. Safe on any thread. */
final class KeyCalls {
    private static final String UNNAMED = "unnamed";

    private final AttemptLog log;
    private final ClientAddresses addresses;

    KeyCalls(AttemptLog log, ClientAddresses addresses) {
        this.log = log;
        this.addresses = addresses;
    }

    /** Somebody was turned away who is no caller of this kind. */
    void refused(Permission permission, Caller caller, HttpServerRequest request) {
        KeyUse.Via via = via(permission);
        if (via != null) {
            log.failed(
                    trouble(caller, request),
                    caller.environment(),
                    caller.keyId(),
                    who(via, request),
                    addresses.of(request));
        }
    }

    /** Somebody may pass. */
    void letIn(Permission permission, RoutingContext ctx) {
        KeyUse.Via via = via(permission);
        Caller caller = Caller.of(ctx);
        String key = caller.keyId();
        if (via != null && key != null) {
            log.used(key, caller.keyEnvironment(), via, who(via, ctx.request()));
        }
    }

    /** Something went wrong with a call that was let in. */
    void failed(RoutingContext ctx, @Nullable Throwable failure) {
        Caller caller = Caller.of(ctx);
        if (failure instanceof SdkRefusedException refused
                && refused.kind().equals(SdkRefusedException.TOO_MANY_STREAMS)
                && caller.keyId() != null) {
            HttpServerRequest request = ctx.request();
            log.failed(
                    Trouble.NO_ROOM,
                    caller.environment(),
                    caller.keyId(),
                    who(KeyUse.Via.SDK, request),
                    addresses.of(request));
        }
    }

    private static KeyUse.@Nullable Via via(Permission permission) {
        return switch (permission) {
            case SDK -> KeyUse.Via.SDK;
            case OFREP -> KeyUse.Via.OFREP;
            default -> null;
        };
    }

    private static Trouble trouble(Caller caller, HttpServerRequest request) {
        return switch (caller.kind()) {
            case ANONYMOUS -> Trouble.NO_KEY;
            case UNKNOWN ->
                Authenticator.isBrokenKey(request.getHeader("Authorization"))
                        ? Trouble.BROKEN_KEY
                        : Trouble.UNKNOWN_KEY;
            case CLIENT_KEY -> Trouble.CLIENT_KEY;
            default -> Trouble.NOT_A_KEY;
        };
    }

    /** Programs that speak OFREP do not name themselves; of those in a browser it is known whose page they are on. */
    private static Identity who(KeyUse.Via via, HttpServerRequest request) {
        Identity named = Identities.of(request, UNNAMED);
        String origin = request.getHeader("Origin");
        boolean unnamed = named.application().equals(UNNAMED);
        return via == KeyUse.Via.OFREP && unnamed && origin != null
                ? new Identity(named.instance(), origin, named.sdk())
                : named;
    }
}
