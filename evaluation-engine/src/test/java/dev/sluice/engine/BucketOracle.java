package dev.sluice.engine;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bucket contract a second time, as slowly and plainly as it can be said: bytes first, then blocks, then the product as a
 * big number. Shares nothing with the engine.
 */
final class BucketOracle {
    private BucketOracle() {}

    static int bucket(String salt, String key, int buckets) {
        String text = salt + "/"
                + key.replaceAll(
                        "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]", "\ufffd");
        BigInteger hash = BigInteger.valueOf(hash(text.getBytes(StandardCharsets.UTF_8), 0) & 0xffffffffL);
        return hash.multiply(BigInteger.valueOf(buckets)).shiftRight(32).intValueExact();
    }

    static int hash(byte[] bytes, int seed) {
        int whole = bytes.length / 4 * 4;
        int h = seed;
        for (int i = 0; i < whole; i += 4) {
            h ^= scrambled(
                    ByteBuffer.wrap(bytes, i, 4).order(ByteOrder.LITTLE_ENDIAN).getInt());
            h = (h << 13 | h >>> 19) * 5 + 0xe6546b64;
        }
        if (whole < bytes.length) {
            byte[] tail = Arrays.copyOf(Arrays.copyOfRange(bytes, whole, bytes.length), 4);
            h ^= scrambled(ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt());
        }
        h ^= bytes.length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    private static int scrambled(int block) {
        int k = block * 0xcc9e2d51;
        return (k << 15 | k >>> 17) * 0x1b873593;
    }
}
