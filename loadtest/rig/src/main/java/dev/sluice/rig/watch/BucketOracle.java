package dev.sluice.rig.watch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Who is in, said again from the written contract alone; shares no code with the engine. */
public final class BucketOracle {
    private BucketOracle() {}

    /** Whether {@code key} is among the first {@code thousandths} of a percent of the line of {@code salt}. */
    public static boolean isIn(String salt, String key, int thousandths) {
        long hash = Integer.toUnsignedLong(murmur3((salt + "/" + key).getBytes(StandardCharsets.UTF_8)));
        return ((hash * 100_000) >>> 32) < thousandths;
    }

    /** MurmurHash3_x86_32 with seed 0, after the published description by Austin Appleby. */
    private static int murmur3(byte[] text) {
        ByteBuffer rest = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN);
        int hash = 0;
        while (rest.remaining() >= 4) {
            hash = Integer.rotateLeft(hash ^ scramble(rest.getInt()), 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = rest.remaining() - 1; i >= 0; i--) {
            tail = (tail << 8) | (rest.get(rest.position() + i) & 0xff);
        }
        hash ^= scramble(tail) ^ text.length;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
