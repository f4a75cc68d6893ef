package dev.sluice.engine;

/**
 * {@code murmur3_x86_32(utf8(salt + "/" + key), seed 0)} with the salt's part done in advance. Goes from UTF-16 straight into
 * the hash, without a byte array. Allocates nothing per key.
 *
 * <p>What was done in advance is a number, kept by whoever needs it, since an object of its own is one more that a decision has to
 * fetch: the hash over all full blocks (32 bits), the length in bytes (8), and the bytes that fill no block yet (0 to 3: length
 * modulo 4). A key comes as a text, or as its bytes if these are known. Below, {@code acc} is 64 bits wide, so that up to 4 bytes can be appended before a block is taken out.
 */
final class SaltedHash {
    private static final int LONGEST_PREFIX = 0xFF;
    private static final int LENGTH_SHIFT = 24;
    private static final int PENDING_MASK = 0xFF_FFFF;

    private SaltedHash() {}

    /** Mixes a salt, which by its form is plain ASCII of at most 100 characters, and the slash. */
    static long of(String salt) {
        return of(salt, 0);
    }

    /** The same for a hash that begins elsewhere, and so knows nothing of the buckets. */
    static long of(String salt, int seed) {
        String prefix = salt + "/";
        if (prefix.length() > LONGEST_PREFIX) {
            throw new IllegalArgumentException(
                    "salt: " + salt.length() + " characters are not allowed; expected at most " + (LONGEST_PREFIX - 1));
        }
        int hash = seed;
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

    static int bucket(long salted, long[] words, int buckets) {
        return scale(hash(salted, words), buckets);
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

    /**
     * Of a key in UTF-8, as {@link Utf8#words} has it. What is left over lies in {@code low} and, beyond 64 bits, in {@code high}.
     */
    static int hash(long salted, long[] words) {
        int length = (int) words[0];
        int h = mixed(salted);
        int bits = pendingBits(salted);
        long low = pending(salted);
        int last = words.length - 1;
        for (int i = 1; i < last; i++) {
            long word = words[i];
            low |= word << bits;
            h = Murmur3.mix(Murmur3.mix(h, (int) low), (int) (low >>> 32));
            low = above(word, bits);
        }
        long word = words[last];
        low |= word << bits;
        int left = (bits >>> 3) + (length & 7);
        if (left >= 4) {
            h = Murmur3.mix(h, (int) low);
            low = low >>> 32 | above(word, bits) << 32;
            if (left >= 8) {
                h = Murmur3.mix(h, (int) low);
                low >>>= 32;
            }
        }
        return Murmur3.finish(h, (int) low, length(salted) + length);
    }

    /** What is shifted out of a word: of no bits nothing, where a shift by 64 would be none. */
    private static long above(long word, int bits) {
        return word >>> 1 >>> (63 - bits);
    }

    /** Of a key that is a text. The last characters are taken without a loop: it costs 2 to 4 of 17 ns for so few rounds. */
    static int hash(long salted, String key) {
        int h = mixed(salted);
        long acc = pending(salted);
        int bits = pendingBits(salted);
        int end = key.length();
        int seen = 0;
        int i = 0;
        while (end - i >= Integer.BYTES) {
            int a = key.charAt(i);
            int b = key.charAt(i + 1);
            int c = key.charAt(i + 2);
            int d = key.charAt(i + 3);
            seen |= a | b | c | d;
            acc |= (a | b << 8 | c << 16 | (long) d << 24) << bits;
            h = Murmur3.mix(h, (int) acc);
            acc >>>= 32;
            i += Integer.BYTES;
        }
        int left = end - i;
        if (left > 0) {
            int a = key.charAt(i);
            int b = left > 1 ? key.charAt(i + 1) : 0;
            int c = left > 2 ? key.charAt(i + 2) : 0;
            seen |= a | b | c;
            acc |= (a | b << 8 | (long) c << 16) << bits;
            bits += 8 * left;
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
            int point = Utf8.codePoint(key, i);
            i += Character.charCount(point);
            int size = Utf8.size(point);
            acc |= Utf8.encoded(point, size) << bits;
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
}
