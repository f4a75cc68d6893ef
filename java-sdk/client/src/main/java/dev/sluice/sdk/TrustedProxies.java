package dev.sluice.sdk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the proxies that stand before this application, whose {@code X-Forwarded-For} is believed.
 * Immutable; made once, asked per request.
 */
public final class TrustedProxies {

    /** What is none by these would be looked up as a name. */
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    private final List<Range> ranges;

    private TrustedProxies(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** No proxy is believed: the client's address is always the peer's. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * Believes these proxies.
     *
     * @param ranges addresses or CIDR ranges, IPv4 or IPv6: {@code 10.0.0.0/8}, {@code ::1}
     * @throws IllegalArgumentException when one of them is neither
     */
    public static TrustedProxies of(Collection<String> ranges) {
        List<Range> parsed = new ArrayList<>(ranges.size());
        for (String range : ranges) {
            parsed.add(Range.parse(range));
        }
        return new TrustedProxies(List.copyOf(parsed));
    }

    boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Range range : ranges) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Reads an address without ever asking a name server; null when the text is no address. */
    static @Nullable InetAddress address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(byte[] network, int bits) {

        static Range parse(String text) {
            int slash = text.indexOf('/');
            InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
            if (network != null) {
                byte[] bytes = network.getAddress();
                int bits = slash < 0 ? 8 * bytes.length : prefix(text.substring(slash + 1));
                if (bits >= 0 && bits <= 8 * bytes.length) {
                    return new Range(bytes, bits);
                }
            }
            throw new IllegalArgumentException("The trusted proxy '" + text
                    + "' is neither an IP address nor a range like 10.0.0.0/8 or fd00::/8");
        }

        private static int prefix(String digits) {
            return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != network[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            int mask = 0xFF << (8 - rest);
            return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
        }
    }
}
