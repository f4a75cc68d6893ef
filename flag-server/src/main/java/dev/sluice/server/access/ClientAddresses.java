package dev.sluice.server.access;

import dev.sluice.engine.Cidr;
import dev.sluice.engine.IpAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of who is asking behind proxies. Each proxy appends the address that it was called from, so the list is
 * believed from its right end, and only as far as trusted proxies wrote it: the client is the rightmost address that is not a
 * trusted proxy's. What stands left of it anybody may have made up. Immutable.
 */
public final class ClientAddresses {
    private final List<Cidr> trusted;

    private ClientAddresses(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Believes the proxies of {@code SLUICE_TRUSTED_PROXIES}: addresses and networks with commas in between, or nothing.
     *
     * @throws IllegalArgumentException naming the setting, what was given and what is allowed
     */
    public static ClientAddresses behind(String proxies) {
        List<Cidr> trusted = new ArrayList<>();
        for (String each : proxies.split(",")) {
            Cidr network = each.isBlank() ? null : Cidr.parse(each.strip());
            if (network != null) {
                trusted.add(network);
            } else if (!each.isBlank()) {
                throw new IllegalArgumentException(
                        "SLUICE_TRUSTED_PROXIES: \"" + each.strip()
                                + "\" is not allowed; expected addresses and networks such as 10.0.0.0/8, with commas in between");
            }
        }
        return new ClientAddresses(trusted);
    }

    /** The address of who sends this request. */
    public String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return of(
                peer == null ? null : peer.hostAddress(),
                String.join(",", request.headers().getAll("X-Forwarded-For")));
    }

    String of(@Nullable String peer, String forwarded) {
        String client = peer == null ? "" : peer;
        String[] hops = forwarded.split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            String before = bare(hops[i].strip());
            if (IpAddress.parse(before) == null) {
                break; // what a trusted proxy did not understand, nobody should
            }
            client = before;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return parsed != null && trusted.stream().anyMatch(network -> network.contains(parsed));
    }

    /** Without a port and without brackets. */
    private static String bare(String hop) {
        if (hop.startsWith("[")) {
            int close = hop.indexOf(']');
            return close > 0 ? hop.substring(1, close) : hop;
        }
        int colon = hop.indexOf(':');
        boolean onlyOne = colon >= 0 && hop.indexOf(':', colon + 1) < 0;
        return onlyOne ? hop.substring(0, colon) : hop;
    }
}
