package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.naive.NaiveHash;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

/** The bucket contract with murmur3 by Apache Commons Codec, which has nothing to do with ours. */
class SecondLibraryTest {
    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        "-",
        "/",
        "\u0000",
        "\u007f",
        "\u0080",
        "ü",
        "\u07ff",
        "\u0800",
        "日",
        "\uffff",
        "😀",
        "👩‍👩‍👧",
        "🇩🇪",
        "e\u0301"
    };
    private static final String[] HALVES = {"\ud800", "\udbff", "\udc00", "\udfff"};

    @Test
    void aMillionTextsHaveTheBucketThatAnotherLibraryGives() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 1_000_000; round++) {
            StringBuilder key = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                key.append(PIECES[random.nextInt(PIECES.length)]);
            }
            agree("salt." + random.nextInt(100), key.toString(), key.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Java writes a question mark for half a pair; the contract says EF BF BD, so U+FFFD is put in its place before. */
    @Test
    void halfAPairIsTheReplacementCharacter() {
        SplittableRandom random = new SplittableRandom(12);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder key = new StringBuilder();
            StringBuilder replaced = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                String half = HALVES[random.nextInt(HALVES.length)];
                String whole = PIECES[random.nextInt(PIECES.length)];
                key.append(half).append(whole);
                replaced.append('\ufffd').append(whole);
            }
            agree("s", key.toString(), replaced.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(NaiveHash.utf8(key.toString()))
                    .isEqualTo(replaced.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void agree(String salt, String key, byte[] keyBytes) {
        byte[] bytes = new byte[salt.length() + 1 + keyBytes.length];
        System.arraycopy((salt + "/").getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, salt.length() + 1);
        System.arraycopy(keyBytes, 0, bytes, salt.length() + 1, keyBytes.length);
        long hash = Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes, 0, bytes.length, 0));
        int expected = (int) (hash * 100_000 >>> 32);
        if (Bucket.of(salt, key, 100_000) != expected || NaiveHash.murmur3(bytes) != (int) hash) {
            fail(salt + " / " + key.chars().mapToObj(Integer::toHexString).toList() + ": expected " + expected);
        }
    }
}
