package dev.sluice.server.http;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies that no honest program sends, for every door that takes one. */
public final class HostileBodies {
    /** By how much the heap may be larger after any number of them. */
    public static final long MOST_GROWTH = 32L * 1024 * 1024;

    private static final List<String> PIECES = List.of(
            "null",
            "-1",
            "1e999",
            "\"",
            "'",
            "\n",
            "\r\n",
            ",",
            ":",
            ": ",
            "{}",
            "[]",
            "[[[[",
            "&a ",
            "*a",
            "<<: ",
            "!!java.lang.Runtime ",
            "---\n",
            "...\n",
            "? ",
            "| ",
            "\t",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "\uD83D\uDCA5",
            "key:json",
            "%YAML 9.9\n",
            "0x7fffffffffffffffffffffff");

    private HostileBodies() {}

    /** JSON that is small to send and large to hold, by what is wrong with it. */
    public static Map<String, String> largeToHold() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("deep arrays", "[".repeat(100_000));
        bodies.put("deep objects", "{\"a\":".repeat(50_000));
        bodies.put("just too deep", "{\"a\":".repeat(65) + "1" + "}".repeat(65));
        bodies.put("a long name", "{\"" + "n".repeat(200_000) + "\":1}");
        bodies.put("a long number", "{\"a\":" + "9".repeat(200_000) + "}");
        bodies.put("a long text", "{\"a\":\"" + "t".repeat(200_000) + "\"}");
        bodies.put("many parts", "{\"a\":[" + "0,".repeat(250_000) + "0]}");
        bodies.put(
                "many names",
                IntStream.range(0, 80_000)
                        .mapToObj(i -> "\"%x\":{}".formatted(i))
                        .collect(Collectors.joining(",", "{", "}")));
        return bodies;
    }

    /** A few changes to what was right, most of them to what means something in JSON, YAML or CSV. */
    public static byte[] broken(SplittableRandom random, String right) {
        StringBuilder text = new StringBuilder(right);
        for (int change = random.nextInt(5); change >= 0; change--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                default -> text.setLength(random.nextInt(6) == 0 ? at : text.length());
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** How much of the heap is held, after a collection. */
    public static long heapHeld() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
