package dev.sluice.sdk;

import java.net.InetAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of who is asking behind the proxies of one's own, so that nobody splits by the load balancer's.
 *
 * <p>Every proxy appends the address it was called from. So the list is believed from its right end only, and only as
 * far as trusted proxies wrote it: {@code client = rightmost address that is not a trusted proxy}. What stands left of
 * it the client may have made up.
 */
public final class ClientIp {

    private ClientIp() {}

    /**
     * The client's address.
     *
     * @param forwardedFor the value of {@code X-Forwarded-For}, several header lines joined by commas; null when the
     *     request has none
     * @param peer the address at the other end of the connection
     * @param trustedProxies whose word is taken
     * @return an address without port or brackets; the peer's, as given, when it is not a trusted proxy
     */
    public static String of(@Nullable String forwardedFor, String peer, TrustedProxies trustedProxies) {
        InetAddress hop = TrustedProxies.address(bare(peer));
        if (forwardedFor == null || hop == null) {
            return bare(peer);
        }
        String[] hops = forwardedFor.split(",");
        for (int i = hops.length - 1; i >= 0 && trustedProxies.contain(hop); i--) {
            InetAddress before = TrustedProxies.address(bare(hops[i]));
            if (before == null) {
                break; // what a trusted proxy did not understand, nobody should
            }
            hop = before;
        }
        return hop.getHostAddress();
    }

    /**
     * The same for proxies given as text; parse them once with {@link TrustedProxies#of} where speed counts.
     *
     * @throws IllegalArgumentException when one of them is neither an address nor a range
     */
    public static String of(@Nullable String forwardedFor, String peer, Collection<String> trustedProxies) {
        return of(forwardedFor, peer, TrustedProxies.of(trustedProxies));
    }

    private static String bare(String hop) {
        String text = hop.strip();
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            return close > 0 ? text.substring(1, close) : text;
        }
        int colon = text.indexOf(':');
        boolean ipv4WithPort = colon >= 0 && text.indexOf(':', colon + 1) < 0;
        return ipv4WithPort ? text.substring(0, colon) : text;
    }
}
