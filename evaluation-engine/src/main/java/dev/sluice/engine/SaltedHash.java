package dev.sluice.engine;

/**
 * {@code murmur3_x86_32(utf8(salt + "/" + key), seed 0)} with the salt's part done in advance. Goes from UTF-16 straight into
 * the hash, without a byte array. Allocates nothing per key.
 *
 * <p>What was done in advance is a number, kept by whoever needs it, since an object of its own is one more that a decision has to
 * fetch: the hash over all full blocks (32 bits), the length in bytes (8), and the bytes that fill no block yet (0 to 3: length
 * modulo 4). Below, {@code acc} is 64 bits wide, so that up to 4 bytes can be appended before a block is taken out.
 */
final class SaltedHash {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LONGEST_PREFIX = 0xFF;
    private static final int LENGTH_SHIFT = 24;
    private static final int PENDING_MASK = 0xFF_FFFF;

    private SaltedHash() {}

    /** Mixes a salt, which by its form is plain ASCII of at most 100 characters, and the slash. */
    static long of(String salt) {
        String prefix = salt + "/";
        if (prefix.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException(
                    "salt: " + salt.length() + " characters are not allowed; expected at most " + (LONGEST_PREFIX - 1));
        }
        int hash = 0;
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c >= 0x80) {
                throw new IllegalArgumentException("salt: \"" + salt + "\" is not allowed; expected ASCII only");
            }
            pending |= c << bits;
            bits += 8;
            if (bits == 32) {
                hash = Murmur3.mix(hash, pending);
                pending = 0;
                bits = 0;
            }
        }
        return (long) hash << 32 | (long) prefix.length() << LENGTH_SHIFT | pending;
    }

    static int bucket(long salted, String key, int buckets) {
        return scale(hash(salted, key), buckets);
    }

    static int bucket(long salted, long key, int buckets) {
        return scale(hash(salted, key), buckets);
    }

    private static int scale(int hash, int buckets) {
        return (int) ((Integer.toUnsignedLong(hash) * buckets) >>> 32);
    }

    private static int mixed(long salted) {
        return (int) (salted >>> 32);
    }

    private static int length(long salted) {
        return (int) salted >>> LENGTH_SHIFT;
    }

    private static int pendingBits(long salted) {
        return (length(salted) & 3) * 8;
    }

    private static long pending(long salted) {
        return salted & PENDING_MASK;
    }

    static int hash(long salted, String key) {
        int h = mixed(salted);
        long acc = pending(salted);
        int bits = pendingBits(salted);
        int end = key.length();
        int whole = end & ~3;
        int seen = 0;
        int i = 0;
        for (; i < whole; i += 4) {
            int a = key.charAt(i);
            int b = key.charAt(i + 1);
            int c = key.charAt(i + 2);
            int d = key.charAt(i + 3);
            seen |= a | b | c | d;
            acc |= (a | b << 8 | c << 16 | (long) d << 24) << bits;
            h = Murmur3.mix(h, (int) acc);
            acc >>>= 32;
        }
        for (; i < end; i++) {
            int a = key.charAt(i);
            seen |= a;
            acc |= (long) a << bits;
            bits += 8;
        }
        if (seen >= 0x80) {
            return hashBeyondAscii(salted, key);
        }
        if (bits >= 32) {
            h = Murmur3.mix(h, (int) acc);
            acc >>>= 32;
        }
        return Murmur3.finish(h, (int) acc, length(salted) + end);
    }

    private static int hashBeyondAscii(long salted, String key) {
        int h = mixed(salted);
        long acc = pending(salted);
        int bits = pendingBits(salted);
        int bytes = length(salted);
        int end = key.length();
        int i = 0;
        while (i < end) {
            int point = codePoint(key, i, end);
            i += point >= 0x10000 ? 2 : 1;
            int size = utf8Size(point);
            acc |= utf8(point, size) << bits;
            bits += 8 * size;
            bytes += size;
            if (bits >= 32) {
                h = Murmur3.mix(h, (int) acc);
                acc >>>= 32;
                bits -= 32;
            }
        }
        return Murmur3.finish(h, (int) acc, bytes);
    }

    static int hash(long salted, long number) {
        if (number == Long.MIN_VALUE) {
            return hash(salted, Long.toString(number));
        }
        int h = mixed(salted);
        long acc = pending(salted);
        int bits = pendingBits(salted);
        int bytes = length(salted);
        long rest = number;
        if (rest < 0) {
            acc |= (long) '-' << bits;
            bits += 8;
            bytes++;
            rest = -rest;
        }
        for (long unit = highestUnit(rest); unit > 0; unit /= 10) {
            if (bits == 32) {
                h = Murmur3.mix(h, (int) acc);
                acc >>>= 32;
                bits = 0;
            }
            long digit = rest / unit;
            rest -= digit * unit;
            acc |= ('0' + digit) << bits;
            bits += 8;
            bytes++;
        }
        if (bits == 32) {
            h = Murmur3.mix(h, (int) acc);
            acc >>>= 32;
        }
        return Murmur3.finish(h, (int) acc, bytes);
    }

    private static long highestUnit(long number) {
        long unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        return unit;
    }

    /** The code point at a place; an unpaired surrogate is the replacement character. */
    private static int codePoint(String text, int at, int end) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        if (Character.isHighSurrogate(c) && at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1))) {
            return Character.toCodePoint(c, text.charAt(at + 1));
        }
        return REPLACEMENT;
    }

    private static int utf8Size(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }

    /** The UTF-8 bytes of a code point, the first one lowest. */
    private static long utf8(int point, int size) {
        return switch (size) {
            case 1 -> point;
            case 2 -> lead(0xC0, point, 6) | trail(point, 0) << 8;
            case 3 -> lead(0xE0, point, 12) | trail(point, 6) << 8 | trail(point, 0) << 16;
            default -> lead(0xF0, point, 18) | trail(point, 12) << 8 | trail(point, 6) << 16 | trail(point, 0) << 24;
        };
    }

    private static long lead(int mark, int point, int shift) {
        return mark | (point >> shift);
    }

    private static long trail(int point, int shift) {
        return 0x80 | ((point >> shift) & 0x3F);
    }
}
