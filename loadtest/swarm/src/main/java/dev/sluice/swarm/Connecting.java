package dev.sluice.swarm;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.sdk.FlagSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** An application that starts: {@code <server> <SDK key> <folder of the copy, or -> <times>} prints what each start took, in milliseconds. */
final class Connecting {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Connecting() {}

    public static void main(String[] args) {
        FlagClientOptions.Builder options =
                FlagClientOptions.builder(URI.create(args[0]), args[1]).startTimeout(LONGEST);
        if (!args[2].equals("-")) {
            options.diskCopy(Path.of(args[2]));
        }
        for (int start = 0; start < Integer.parseInt(args[3]); start++) {
            long from = System.nanoTime();
            try (FlagClient flags = FlagClient.connect(options.build())) {
                boolean decided =
                        flags.string("flag-7", Context.of("user-" + start), "").length() > 0;
                double millis = (System.nanoTime() - from) / 1e6;
                FlagSource source = flags.source().orElseThrow();
                System.out.printf(Locale.ROOT, "start %.3f %s %s%n", millis, source, decided);
            }
        }
    }
}
