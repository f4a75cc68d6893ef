package dev.sluice.server.measures;

import java.time.Duration;

/** How finely time is divided, and how long that is kept. Windows are stored in chunks: one entry for each node and chunk. */
public enum Resolution {
    /** Only while somebody watches the environment. */
    SECOND("1s", 1, 10, Duration.ofMinutes(2)),
    TEN_SECONDS("10s", 10, 120, Duration.ofMinutes(30)),
    MINUTE("1m", 60, 3_600, Duration.ofHours(12));

    private final String text;
    private final long seconds;
    private final long chunkSeconds;
    private final Duration kept;

    Resolution(String text, long seconds, long chunkSeconds, Duration kept) {
        this.text = text;
        this.seconds = seconds;
        this.chunkSeconds = chunkSeconds;
        this.kept = kept;
    }

    /** Its name in the store. */
    String text() {
        return text;
    }

    /** Length of a window. */
    public long seconds() {
        return seconds;
    }

    /** Length of a chunk. */
    long chunkSeconds() {
        return chunkSeconds;
    }

    /** How long windows can be read. */
    public Duration kept() {
        return kept;
    }

    long window(long second) {
        return Math.floorDiv(second, seconds) * seconds;
    }

    long chunk(long second) {
        return Math.floorDiv(second, chunkSeconds) * chunkSeconds;
    }
}
