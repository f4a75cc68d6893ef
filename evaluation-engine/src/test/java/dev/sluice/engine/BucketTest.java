package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    private static final String[] PIECES = {
        "a", "Z", "0", "-", "/", "\u0000", "\u007f", "\u0080", "ü", "\u07ff", "\u0800", "日", "\uffff", "😀", "\ud800",
        "\udbff", "\udc00", "\udfff", "\ufffd"
    };

    private static final Decision HIT = Decision.error(ErrorCode.GENERAL, 1);
    private static final Decision REST = Decision.error(ErrorCode.GENERAL, 2);
    private static final Decision WITHOUT_KEY = Decision.error(ErrorCode.GENERAL, 3);
    private static final Evaluator NO_HELP = Evaluator.of(GeoLocator.none(), buckets -> 0);

    @Test
    void theHashHasTheVerificationValueOfItsAuthor() {
        assertThat(verificationValue(BucketTest::engineHash)).isEqualTo(0xB0F57EE3);
        assertThat(verificationValue(BucketOracle::hash)).isEqualTo(0xB0F57EE3);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 00000000",
        "'', 1, 514e28b7",
        "hello, 0, 248bfa47",
        "'hello, world', 0, 149bbb7f",
        "The quick brown fox jumps over the lazy dog, 0, 2e4ff723",
        "test, 0, ba6bd213",
        "'Hello, world!', 0, c0363e43"
    })
    void theHashHasTheValuesThatOthersPublish(String text, int seed, String expected) {
        assertThat(Integer.toHexString(engineHash(text.getBytes(UTF_8), seed)))
                .isEqualTo(expected.replaceFirst("^0{1,7}", ""));
    }

    @Test
    void aSplitFindsTheBucketOfTheOracleHoweverOftenOneContextIsAsked() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 50_000; round++) {
            String salt = "salt._-9A".substring(0, random.nextInt(1, 10));
            StringBuilder made = new StringBuilder();
            for (int i = random.nextInt(25); i > 0; i--) {
                made.append(PIECES[random.nextInt(random.nextBoolean() ? 4 : PIECES.length)]);
            }
            String key = made.toString();
            int buckets = 100_000;
            int expected = BucketOracle.bucket(salt, key, buckets);
            Context context = Context.of(key);
            Split split =
                    new Split("targetingKey", salt, buckets, List.of(new Range("hit", expected, expected + 1)), "rest");
            SplitOutcome outcome = new SplitOutcome(split, name -> HIT, REST, WITHOUT_KEY);

            for (int asked = 1; asked <= 3; asked++) {
                assertThat(outcome.decide(context, NO_HELP))
                        .as("%s / %s, asked %d times", salt, escaped(made), asked)
                        .isSameAs(HIT);
            }
            assertThat(context.targetingKeyWords()).isEqualTo(Utf8.words(key));
        }
    }

    @Test
    void aContextWithoutAKeyHasNoBucketHoweverOftenItIsAsked() {
        Split split = new Split("targetingKey", "salt", 100_000, List.of(new Range("hit", 0, 100_000)), "rest");
        SplitOutcome outcome = new SplitOutcome(split, name -> HIT, REST, WITHOUT_KEY);
        Context context = Context.builder().set("plan", "gold").build();

        for (int asked = 1; asked <= 3; asked++) {
            assertThat(outcome.decide(context, NO_HELP)).isSameAs(WITHOUT_KEY);
        }
    }

    @Test
    void everyTextHasTheBucketOfTheOracle() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 200_000; round++) {
            String salt = "salt._-9A".substring(0, random.nextInt(1, 10));
            StringBuilder key = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                key.append(PIECES[random.nextInt(random.nextBoolean() ? 4 : PIECES.length)]);
            }
            int buckets = random.nextInt(4) == 0 ? random.nextInt(1, Integer.MAX_VALUE) : 100_000;

            assertThat(Bucket.of(salt, key.toString(), buckets))
                    .as("%s / %s of %d", salt, escaped(key), buckets)
                    .isEqualTo(BucketOracle.bucket(salt, key.toString(), buckets));
        }
    }

    @Test
    void aNumberHasTheBucketOfItsDecimalText() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 100_000; round++) {
            long number = random.nextLong() >> random.nextInt(64);
            String salt = "abcd".substring(random.nextInt(4));

            assertThat(Bucket.of(salt, number, 100_000))
                    .as("%s / %d", salt, number)
                    .isEqualTo(Bucket.of(salt, Long.toString(number), 100_000));
        }
        for (long number : new long[] {0, 9, 10, -1, Long.MAX_VALUE, Long.MIN_VALUE, 999_999, 1_000_000}) {
            assertThat(Bucket.of("s", number, 100_000)).isEqualTo(Bucket.of("s", Long.toString(number), 100_000));
        }
    }

    /** Chi-squared over 1,000 cells: mean 999, deviation 44.7; the bounds are 5 deviations either side, alpha = 5.7e-7. */
    @Test
    void bucketsAreUniformForKeysAsPeopleHaveThem() {
        for (String prefix : new String[] {"", "user-", "00000000-0000-0000-0000-"}) {
            int[] cells = new int[1_000];
            for (int i = 0; i < 1_000_000; i++) {
                cells[Bucket.of("new-checkout", prefix + i, 100_000) / 100]++;
            }
            double chiSquared = 0;
            for (int count : cells) {
                chiSquared += (count - 1_000.0) * (count - 1_000.0) / 1_000.0;
            }
            assertThat(chiSquared).as(prefix).isCloseTo(999, within(224.0));
        }
    }

    /** Correlation of two independent uniform lines over 200,000 users: deviation 1/sqrt(n) = 0.0022; the bound is 5 of them. */
    @Test
    void anotherSaltIsAnotherDraw() {
        int n = 200_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double a = Bucket.of("flag-a", "user-" + i, 100_000) / 100_000.0 - 0.5;
            double b = Bucket.of("flag-b", "user-" + i, 100_000) / 100_000.0 - 0.5;
            sum += a * b * 12;
        }
        assertThat(sum / n).isCloseTo(0, within(0.0112));
    }

    @Test
    void aSaltThatIsNotAsciiIsRefused() {
        assertThatThrownBy(() -> Bucket.of("ü", "u1", 100_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int engineHash(byte[] bytes, int seed) {
        int h = seed;
        int at = 0;
        for (; at + 4 <= bytes.length; at += 4) {
            h = Murmur3.mix(
                    h,
                    ByteBuffer.wrap(bytes, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt());
        }
        int tail = 0;
        for (int i = bytes.length - 1; i >= at; i--) {
            tail = tail << 8 | bytes[i] & 0xff;
        }
        return Murmur3.finish(h, tail, bytes.length);
    }

    /** As SMHasher computes it: the keys 0, 01, 012, … with seeds 256, 255, …; then the hash of all hashes. */
    private static int verificationValue(BiFunction<byte[], Integer, Integer> hash) {
        ByteBuffer hashes = ByteBuffer.allocate(256 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 256; i++) {
            byte[] key = new byte[i];
            for (int j = 0; j < i; j++) {
                key[j] = (byte) j;
            }
            hashes.putInt(hash.apply(key, 256 - i));
        }
        return hash.apply(hashes.array(), 0);
    }

    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
