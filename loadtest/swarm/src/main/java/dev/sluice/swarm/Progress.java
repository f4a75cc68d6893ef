package dev.sluice.swarm;

import java.util.Locale;

/** Tells whoever waits how far it is. */
final class Progress {
    private static final long START = System.nanoTime();

    private Progress() {}

    static void say(String format, Object... arguments) {
        System.out.printf(
                Locale.ROOT,
                "%4.0f s  %s%n",
                (System.nanoTime() - START) / 1e9,
                String.format(Locale.ROOT, format, arguments));
    }
}
