package dev.sluice.sdk;

import java.time.Duration;
import java.util.ArrayDeque;

/** How patient to be: when the next attempt is due, and whether it should be a stream or a poll. Belongs to the loop. */
final class Attempts {

    private final Wiring wiring;
    private final Timing timing;
    private final Backoff backoff;
    private final ArrayDeque<Long> failures = new ArrayDeque<>();
    private Duration streamPause;
    private long streamAgainAt;

    Attempts(Wiring wiring) {
        this.wiring = wiring;
        this.timing = wiring.timing();
        this.backoff = new Backoff(timing.backoffLeast(), timing.backoffMost(), wiring.random());
        this.streamPause = timing.streamAgainLeast();
    }

    /** A stream has its first event: what failed before it no longer counts. */
    void opened() {
        failures.clear();
    }

    /** A stream has ended that was open for this long; after a time of health, patience begins anew. */
    void ended(Duration openFor) {
        if (openFor.compareTo(timing.healthy()) >= 0) {
            backoff.reset();
            streamPause = timing.streamAgainLeast();
        }
    }

    /** Counts a failure; true when there were so many lately that a poll should be tried. */
    boolean failedOnceTooOften() {
        long now = wiring.loop().nanos();
        failures.addLast(now);
        while (now - failures.getFirst() > timing.failureWindow().toNanos()) {
            failures.removeFirst();
        }
        return failures.size() >= Timing.FAILURES_BEFORE_POLLING;
    }

    /** A stream should be tried as soon as a poll shows that the server is there. */
    void streamAtOnce() {
        streamAgainAt = wiring.loop().nanos();
    }

    /** Streams do not live here now: the next one is tried after a while, twice as long each time. */
    void pauseStreams() {
        streamAgainAt = wiring.loop().nanos() + streamPause.toNanos();
        streamPause = shorter(streamPause.multipliedBy(2), timing.streamAgainMost());
    }

    /** The time until a stream should be tried; zero when it is due. */
    Duration untilStream() {
        return Duration.ofNanos(Math.max(0, streamAgainAt - wiring.loop().nanos()));
    }

    /** The backoff's delay, or what the server asked for and a little more. */
    Duration after(Loss loss) {
        return backoff.after(loss.waitFor());
    }

    /** As {@link #after}, but no later than the next poll would have been, where polling works. */
    Duration afterWhilePolling(Loss loss) {
        Duration delay = after(loss);
        return loss.waitFor() == null ? shorter(delay, timing.pollEvery()) : delay;
    }

    /** The delay after a mistake of our own. */
    Duration afterMistake() {
        return backoff.next();
    }

    /** The delay after the key was refused: minutes, drawn. */
    Duration afterRefusal() {
        long least = timing.refusedLeast().toNanos();
        long span = timing.refusedMost().toNanos() - least;
        return Duration.ofNanos(least + wiring.random().nextLong(span + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
