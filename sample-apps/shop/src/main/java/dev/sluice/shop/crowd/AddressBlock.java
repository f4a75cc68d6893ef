package dev.sluice.shop.crowd;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** A block of IPv4 or IPv6 addresses: all that begin with the same bits. Immutable. */
final class AddressBlock {
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private final byte[] start;
    private final int fixedBits;

    private AddressBlock(byte[] start, int fixedBits) {
        this.start = start;
        this.fixedBits = fixedBits;
    }

    /** Reads a block in the form {@code address/bits}. */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        return new AddressBlock(bytes(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** The bytes of an address; nothing is looked up by name. */
    static byte[] bytes(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("address: \"" + address + "\" is not an IPv4 or IPv6 address");
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: \"" + address + "\" is not an IPv4 or IPv6 address", e);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < fixedBits; bit++) {
            if (bit(address, bit) != bit(start, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Any address of the block. */
    String draw(SplittableRandom random) {
        byte[] address = start.clone();
        for (int bit = fixedBits; bit < address.length * 8; bit++) {
            if (random.nextBoolean()) {
                address[bit / 8] |= (byte) (0x80 >> (bit % 8));
            }
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes, not " + address.length, e);
        }
    }

    private static int bit(byte[] address, int bit) {
        return (address[bit / 8] >> (7 - bit % 8)) & 1;
    }
}
