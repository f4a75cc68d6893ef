package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/**
 * A network: all addresses that begin with the same bits. A single address is a network of one.
 *
 * @param high the upper half of its first address
 * @param low the lower half
 * @param highMask which bits of the upper half count
 * @param lowMask which bits of the lower half count
 */
public record Cidr(long high, long low, long highMask, long lowMask) {
    private static final int BITS = 128;
    private static final int V4_PREFIX = 96;

    /** The network or single address that a text is, such as {@code 10.0.0.0/8}, or null if it is neither. */
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        boolean writtenAsV4 = text.indexOf(':') < 0;
        int most = writtenAsV4 ? BITS - V4_PREFIX : BITS;
        int length = slash < 0 ? most : length(text.substring(slash + 1), most);
        return length < 0 ? null : of(address, writtenAsV4 ? length + V4_PREFIX : length);
    }

    private static int length(String digits, int most) {
        if (digits.isEmpty() || digits.length() > 3 || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + c - '0';
        }
        return length <= most ? length : -1;
    }

    private static Cidr of(IpAddress address, int length) {
        long highMask = ones(Math.min(length, 64));
        long lowMask = ones(Math.max(length - 64, 0));
        return new Cidr(address.high() & highMask, address.low() & lowMask, highMask, lowMask);
    }

    private static long ones(int leading) {
        return leading == 0 ? 0 : -1L << (64 - leading);
    }

    /** Whether the address lies in this network. */
    public boolean contains(IpAddress address) {
        return (address.high() & highMask) == high && (address.low() & lowMask) == low;
    }
}
