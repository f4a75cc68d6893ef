package dev.sluice.rig.fault;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to the bytes that it passes on. Immutable.
 *
 * @param delay how long each chunk waits; a chunk has up to 16 KB, so a delay limits throughput, too
 * @param jitter the most that is drawn on top of the delay, for each chunk anew
 * @param bytesPerSecond the bandwidth of each direction of each connection; 0 = no limit
 * @param silent nothing passes in either direction, nothing is closed; what is under way arrives when this ends
 * @param refusing new connections are reset as soon as they are made
 * @param corruptAt the byte of the answer, counted from 0 for each connection, of which one bit is turned; negative = none
 * @param cutAfter how many bytes of the answer pass before both sides are reset, counted for each connection; negative = no limit
 */
public record Faults(
        Duration delay,
        Duration jitter,
        long bytesPerSecond,
        boolean silent,
        boolean refusing,
        long corruptAt,
        long cutAfter) {

    /** Everything passes at once and unchanged. */
    public static final Faults NONE = new Faults(Duration.ZERO, Duration.ZERO, 0, false, false, -1, -1);

    public Faults {
        if (delay.isNegative() || jitter.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("delay " + delay + ", jitter " + jitter + ", bytesPerSecond "
                    + bytesPerSecond + ": expected none of them below zero");
        }
    }

    /** These, and each chunk waits. */
    public Faults delayed(Duration by, Duration most) {
        return new Faults(by, most, bytesPerSecond, silent, refusing, corruptAt, cutAfter);
    }

    /** These, and no more than so many bytes a second. */
    public Faults limitedTo(long bytes) {
        return new Faults(delay, jitter, bytes, silent, refusing, corruptAt, cutAfter);
    }

    /** These, and nothing passes: a black hole. */
    public Faults silenced() {
        return new Faults(delay, jitter, bytesPerSecond, true, refusing, corruptAt, cutAfter);
    }

    /** These, and nobody new is let in. */
    public Faults refused() {
        return new Faults(delay, jitter, bytesPerSecond, silent, true, corruptAt, cutAfter);
    }

    /** These, and one bit of that byte of every answer is turned. */
    public Faults corrupted(long offset) {
        return new Faults(delay, jitter, bytesPerSecond, silent, refusing, offset, cutAfter);
    }

    /** These, and every answer ends after so many bytes, with a reset. */
    public Faults cut(long afterBytes) {
        return new Faults(delay, jitter, bytesPerSecond, silent, refusing, corruptAt, afterBytes);
    }
}
