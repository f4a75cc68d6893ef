package dev.sluice.engine;

/**
 * The steps of MurmurHash3 x86_32 (Austin Appleby, public domain), over bytes that come in the low end of a 64-bit
 * accumulator. All arithmetic is modulo 2^32:
 *
 * <pre>{@code
 *  scramble(k) = rotl(k * c1, 15) * c2
 *  mix(h, k)   = rotl(h ^ scramble(k), 13) * 5 + 0xe6546b64            for every 4 bytes k, little-endian
 *  finish      = avalanche(h ^ scramble(remaining bytes) ^ length)
 * }</pre>
 */
final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    static int mix(int hash, int block) {
        int mixed = hash ^ scramble(block);
        return Integer.rotateLeft(mixed, 13) * 5 + 0xe6546b64;
    }

    /** The end: up to 3 bytes that fill no block (scrambling 0 for none changes nothing), then the length in bytes. */
    static int finish(int hash, int remaining, int length) {
        int h = hash ^ scramble(remaining);
        h ^= length;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return h;
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }
}
