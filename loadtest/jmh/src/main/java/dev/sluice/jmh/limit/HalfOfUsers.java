package dev.sluice.jmh.limit;

import java.nio.charset.StandardCharsets;

/**
 * On for one half of the users: {@code (uint32(murmur3_x86_32(utf8(salt + "/" + key), 0)) * 100_000) >>> 32} below 50,000. The salt
 * is mixed once; keys of plain ASCII go into the hash as they are, others take the way by bytes.
 */
final class HalfOfUsers implements Feature {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;
    private static final long BUCKETS = 100_000;
    private static final long HALF = 50_000;

    private final String prefix;
    private final int mixed;
    private final long rest;
    private final int restBits;

    HalfOfUsers(String salt) {
        prefix = salt + "/";
        int whole = prefix.length() & ~3;
        int hash = 0;
        for (int i = 0; i < whole; i += 4) {
            hash = mix(hash, block(prefix, i));
        }
        long left = 0;
        for (int i = whole; i < prefix.length(); i++) {
            left |= (long) prefix.charAt(i) << (8 * (i - whole));
        }
        mixed = hash;
        rest = left;
        restBits = 8 * (prefix.length() - whole);
    }

    @Override
    public boolean isOn(User user) {
        return ((hash(user.key()) & 0xFFFF_FFFFL) * BUCKETS) >>> 32 < HALF;
    }

    private int hash(String key) {
        int length = key.length();
        int bits = restBits;
        long waiting = rest;
        int hash = mixed;
        int seen = 0;
        int i = 0;
        while (length - i >= 4) {
            int a = key.charAt(i);
            int b = key.charAt(i + 1);
            int c = key.charAt(i + 2);
            int d = key.charAt(i + 3);
            seen |= a | b | c | d;
            waiting |= (a | b << 8 | c << 16 | (long) d << 24) << bits;
            hash = mix(hash, (int) waiting);
            waiting >>>= 32;
            i += 4;
        }
        int left = length - i;
        if (left > 0) { // without a loop, which costs more for so few rounds
            int a = key.charAt(i);
            int b = left > 1 ? key.charAt(i + 1) : 0;
            int c = left > 2 ? key.charAt(i + 2) : 0;
            seen |= a | b | c;
            waiting |= (a | b << 8 | (long) c << 16) << bits;
            bits += 8 * left;
        }
        if (seen >= 0x80) {
            return hashOfBytes((prefix + key).getBytes(StandardCharsets.UTF_8));
        }
        if (bits >= 32) {
            hash = mix(hash, (int) waiting);
            waiting >>>= 32;
        }
        return finish(hash, (int) waiting, prefix.length() + length);
    }

    private static int hashOfBytes(byte[] bytes) {
        int whole = bytes.length & ~3;
        int hash = 0;
        for (int i = 0; i < whole; i += 4) {
            hash = mix(
                    hash,
                    (bytes[i] & 0xFF)
                            | (bytes[i + 1] & 0xFF) << 8
                            | (bytes[i + 2] & 0xFF) << 16
                            | (bytes[i + 3] & 0xFF) << 24);
        }
        int rest = 0;
        for (int i = whole; i < bytes.length; i++) {
            rest |= (bytes[i] & 0xFF) << (8 * (i - whole));
        }
        return finish(hash, rest, bytes.length);
    }

    private static int block(String text, int at) {
        return text.charAt(at) | text.charAt(at + 1) << 8 | text.charAt(at + 2) << 16 | text.charAt(at + 3) << 24;
    }

    private static int mix(int hash, int block) {
        return Integer.rotateLeft(hash ^ Integer.rotateLeft(block * C1, 15) * C2, 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash, int rest, int length) {
        int h = hash ^ Integer.rotateLeft(rest * C1, 15) * C2 ^ length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
