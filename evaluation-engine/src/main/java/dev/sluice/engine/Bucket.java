package dev.sluice.engine;

/**
 * The bucket contract, for whoever must know where a user stands on a split's line:
 *
 * <pre>{@code  bucket(salt, key, buckets) = (uint32(murmur3_x86_32(utf8(salt + "/" + key), seed 0)) * buckets) >>> 32}</pre>
 *
 * An unpaired surrogate becomes EF BF BD; nothing is normalised.
 */
public final class Bucket {
    private Bucket() {}

    /** The bucket, 0 to {@code buckets - 1}, of a key that is a text. */
    public static int of(String salt, String key, int buckets) {
        return SaltedHash.bucket(SaltedHash.of(salt), key, buckets);
    }

    /** The bucket, 0 to {@code buckets - 1}, of a key that is a whole number: that of its decimal text. */
    public static int of(String salt, long key, int buckets) {
        return SaltedHash.bucket(SaltedHash.of(salt), key, buckets);
    }
}
