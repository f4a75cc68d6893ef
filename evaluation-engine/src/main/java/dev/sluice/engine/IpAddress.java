package dev.sluice.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; version 4 lies where version 6 maps it, at {@code ::ffff:0:0/96}, so that both ways of writing one
 * address are equal. Reads texts only: no names, no look-ups, no zones, no leading zeros in version 4.
 */
public record IpAddress(long high, long low) {
    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int GROUPS = 8;

    /** The address that a text is, or null if it is none. */
    public static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    private static @Nullable IpAddress parseV4(String text) {
        long bits = v4Bits(text);
        return bits < 0 ? null : new IpAddress(0, MAPPED | bits);
    }

    private static long v4Bits(String text) {
        long bits = 0;
        int part = 0;
        int digits = 0;
        int parts = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0 || ++parts > 4) {
                    return -1;
                }
                bits = bits << 8 | part;
                part = 0;
                digits = 0;
            } else if (c < '0' || c > '9' || (digits > 0 && part == 0) || (part = part * 10 + c - '0') > 255) {
                return -1;
            } else {
                digits++;
            }
        }
        return parts == 4 && digits > 0 ? bits << 8 | part : -1;
    }

    private static @Nullable IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return null;
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return groups(text, groups, true) == GROUPS ? of(groups) : null;
        }
        int before = groups(text.substring(0, gap), groups, false);
        int[] tail = new int[GROUPS];
        int after = groups(text.substring(gap + 2), tail, true);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return null;
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return of(groups);
    }

    /** Reads groups parted by colons, the last of which may be in version 4 form; gives their number, or -1. */
    private static int groups(String text, int[] groups, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (mayEndInV4 && i == parts.length - 1 && part.indexOf('.') >= 0) {
                long v4 = v4Bits(part);
                if (v4 < 0 || count + 2 > GROUPS) {
                    return -1;
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xFFFF);
                return count;
            }
            int group = group(part);
            if (group < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = group;
        }
        return count;
    }

    private static int group(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int group = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = Ascii.fold(text.charAt(i));
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            group = group << 4 | digit;
        }
        return group;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS / 2; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + GROUPS / 2];
        }
        return new IpAddress(high, low);
    }

    /** Whether it is of version 4, or the mapped form of one. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == MAPPED >>> 32;
    }

    /** Its bytes in network order: 4 of version 4, else 16. */
    public byte[] toBytes() {
        return isV4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }
}
