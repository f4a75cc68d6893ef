package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.wire.OlderStateException;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.engine.wire.Writer;
import dev.sluice.engine.wire.WrongBaseException;
import dev.sluice.naive.RandomWorld;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Changes good records and events at random and gives them to codec, compiler and evaluator: nothing may be thrown but what is
 * documented, nothing may take long. {@code make fuzz} does it for minutes, the plain tests for seconds.
 */
class FuzzTest {
    private static final String[] TOKENS = {
        "null",
        "{}",
        "[]",
        "\"\"",
        "-1",
        "1e400",
        "-0",
        "1e-400",
        "NaN",
        "9223372036854775808",
        "true",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\ud800",
        "\\u0000",
        "\"exists\"",
        "\"matches\"",
        "\"inSegment\"",
        "\"split\"",
        "{1000}",
        "(",
        ")",
        "\\\\",
        "[[[[[[[[[[[[[[[[[[[[[",
        "\"random\"",
        "\"/a~\"",
        "\"f0\"",
        "\"s0\"",
        "0",
        "2147483648",
        "::/0",
        "1.2.3-",
        "2026-01-01T00:00:00Z",
        "\"since\":1,"
    };
    private static final long LONGEST_ROUND = Duration.ofSeconds(10).toNanos();

    private final WireCodec codec = new WireCodec();
    private final long seed = Long.getLong("sluice.fuzz.seed", 2026L);
    private final Evaluator evaluator = Evaluator.of(GeoLocator.none(), buckets -> buckets - 1);
    private long events;
    private long decisions;

    @Test
    @Timeout(value = 70, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void nothingIsThrownButWhatIsDocumentedAndNothingTakesLong() {
        long seconds = Long.getLong("sluice.fuzz.seconds", 4L);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        SplittableRandom seeds = new SplittableRandom(seed);
        long rounds = 0;
        long slowest = 0;
        for (long start = System.nanoTime(); start < end; rounds++) {
            long roundSeed = seeds.nextLong();
            List<byte[]> tried = new ArrayList<>();
            try {
                round(new SplittableRandom(roundSeed), tried);
            } catch (Throwable thrown) {
                throw new AssertionError(told(roundSeed, tried), thrown);
            }
            long now = System.nanoTime();
            slowest = Math.max(slowest, now - start);
            assertThat(now - start).as(() -> told(roundSeed, tried)).isLessThan(LONGEST_ROUND);
            start = now;
        }
        System.out.println("fuzzed for " + seconds + " s, seed " + seed + ": " + rounds + " environments, " + events
                + " events read, " + decisions + " decisions; the slowest round took " + slowest / 1_000_000 + " ms");
    }

    private String told(long roundSeed, List<byte[]> tried) {
        return "seed " + seed + ", round " + roundSeed + ", last bytes "
                + (tried.isEmpty() ? "none" : HexFormat.of().formatHex(tried.get(tried.size() - 1)));
    }

    private void round(SplittableRandom random, List<byte[]> tried) {
        RandomWorld world = new RandomWorld(random);
        Writer writer = new Writer("1.a");
        Replica before = records(world, writer, random, tried, true);
        Replica after = before.apply(changed(world, writer, random, tried));
        for (int i = 0; i < 5; i++) {
            Context context = Context.builder("u" + i)
                    .set("text", "gold")
                    .set("number", i)
                    .set("list", List.of("x", 1, true))
                    .build();
            for (String key : after.snapshot().flagKeys()) {
                check(evaluator.decide(before.snapshot(), key, context));
                check(evaluator.decide(after.snapshot(), key, context));
            }
        }
        events(random, writer, before, tried);
    }

    private Replica records(
            RandomWorld world, Writer writer, SplittableRandom random, List<byte[]> tried, boolean half) {
        for (Map.Entry<String, JsonNode> flag : world.flags().entrySet()) {
            writer.flag(
                    flag.getKey(),
                    half && random.nextBoolean() ? flag.getValue().toString() : text(flag, random, tried));
        }
        for (Map.Entry<String, JsonNode> segment : world.segments().entrySet()) {
            writer.segment(segment.getKey(), text(segment, random, tried));
        }
        writer.commit();
        return Replica.of(writer.snapshot());
    }

    private dev.sluice.engine.wire.Delta changed(
            RandomWorld world, Writer writer, SplittableRandom random, List<byte[]> tried) {
        for (Map.Entry<String, JsonNode> flag : world.flags().entrySet()) {
            if (random.nextBoolean()) {
                writer.flag(flag.getKey(), text(flag, random, tried));
            }
        }
        return random.nextBoolean()
                ? writer.commit()
                : writer.removeSegment("s0").commit();
    }

    private String text(Map.Entry<String, JsonNode> record, SplittableRandom random, List<byte[]> tried) {
        byte[] bytes = mutated(record.getValue().toString().getBytes(UTF_8), random);
        tried.add(bytes);
        assertThat(codec.readFlag(record.getKey(), bytes)).isNotNull();
        assertThat(codec.readSegment(record.getKey(), bytes)).isNotNull();
        codec.isEmbeddable(bytes);
        return new String(bytes, UTF_8);
    }

    private void check(Decision decision) {
        decisions++;
        assertThat(decision.hasValue() && decision.errorCode() != null).isFalse();
        assertThat(decision.errorCode() != null).isEqualTo(decision.reason() == Reason.ERROR);
        assertThat(decision.errorCode()).isNotEqualTo(ErrorCode.GENERAL);
    }

    private void events(SplittableRandom random, Writer writer, Replica replica, List<byte[]> tried) {
        SnapshotEvent snapshot = writer.snapshot();
        boolean embeddable = snapshot.flags().values().stream().allMatch(record -> codec.isEmbeddable(record.bytes()))
                && snapshot.segments().values().stream().allMatch(record -> codec.isEmbeddable(record.bytes()));
        byte[] good = embeddable
                ? codec.encodeSnapshot(snapshot.id(), snapshot.flags(), snapshot.segments())
                : "{\"format\":0,\"epoch\":\"1.a\",\"revision\":1,\"hash\":\"00\",\"flags\":{},\"segments\":{}}"
                        .getBytes(UTF_8);
        if (embeddable) {
            assertThat(codec.decodeSnapshot(good)).isEqualTo(snapshot);
        }
        for (int i = 0; i < 10; i++) {
            byte[] bytes = mutated(good, random);
            tried.add(bytes);
            events++;
            try {
                Replica.of(codec.decodeSnapshot(bytes));
                replica.replace(codec.decodeSnapshot(bytes));
            } catch (WireException | OlderStateException documented) {
                // refused as a whole
            }
            try {
                replica.apply(codec.decodeDelta(bytes));
            } catch (WireException | WrongBaseException documented) {
                // refused as a whole
            }
        }
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bytes = good;
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + random.nextInt(1, 20));
            bytes = switch (random.nextInt(6)) {
                case 0 -> spliced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> spliced(bytes, at, to, new byte[0]);
                case 2 -> spliced(bytes, at, at, java.util.Arrays.copyOfRange(bytes, at, to));
                case 3 -> spliced(bytes, at, at, token(random));
                case 4 -> spliced(bytes, at, valueEnd(bytes, at), token(random));
                default ->
                    spliced(bytes, at, at, "[".repeat(random.nextInt(1_200)).getBytes(UTF_8));
            };
        }
        return bytes;
    }

    private static byte[] token(SplittableRandom random) {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8);
    }

    private static int valueEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && ",]}:".indexOf(bytes[at]) < 0) {
            at++;
        }
        return at;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
