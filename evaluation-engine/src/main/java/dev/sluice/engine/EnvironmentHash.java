package dev.sluice.engine;

import java.util.Arrays;

/**
 * The identity of everything an environment holds: the sum of all {@link RecordHash}es modulo 2^256. A sum does not depend on
 * order, and a change costs one subtraction and one addition:
 *
 * <pre>{@code  hash.plus(a).plus(b) == hash.plus(b).plus(a)      hash.plus(a).minus(a) == hash}</pre>
 *
 * Written big-endian as 64 lower-case hex digits. Immutable.
 */
public final class EnvironmentHash {
    /** The hash of an environment without records: 0. */
    public static final EnvironmentHash EMPTY = new EnvironmentHash(new byte[32]);

    private static final int SHORT_DIGITS = 8;

    private final byte[] sum;

    private EnvironmentHash(byte[] sum) {
        this.sum = sum;
    }

    /** Reads 64 lower-case hex digits; throws {@link IllegalArgumentException} for anything else. */
    public static EnvironmentHash parse(String hex) {
        return new EnvironmentHash(Hex.parse(hex, "environment hash"));
    }

    /** The hash after a record was added. */
    public EnvironmentHash plus(RecordHash added) {
        byte[] term = added.digest();
        byte[] result = new byte[sum.length];
        int carry = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            carry += (sum[i] & 0xff) + (term[i] & 0xff);
            result[i] = (byte) carry;
            carry >>>= 8;
        }
        return new EnvironmentHash(result);
    }

    /** The hash after a record was taken away. */
    public EnvironmentHash minus(RecordHash removed) {
        byte[] term = removed.digest();
        byte[] result = new byte[sum.length];
        int borrow = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            int difference = (sum[i] & 0xff) - (term[i] & 0xff) - borrow;
            result[i] = (byte) difference;
            borrow = difference < 0 ? 1 : 0;
        }
        return new EnvironmentHash(result);
    }

    /** The first 8 digits, for event ids. */
    public String hash8() {
        return toString().substring(0, SHORT_DIGITS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnvironmentHash that && Arrays.equals(sum, that.sum);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sum);
    }

    @Override
    public String toString() {
        return Hex.format(sum);
    }
}
