package dev.sluice.server.stream;

import dev.sluice.server.fleet.Ticker;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in, asked before anything is made for a session. Three limits, none of which ever touches a session that is there: a rate
 * (a bucket of tokens, so that a herd is taken in by as many as the node can serve in a moment), a number of sessions, and the files
 * that the process may still open, of which a fifth stays for people and for Redis.
 *
 * <p>Who is refused is told when to come back, between 1 and 20 seconds: the more were refused lately, the wider the times are
 * spread, so that those who come back do not meet again. Thread-safe.
 */
final class Admission {

    private static final double SHARE_OF_FILES = 0.8;

    /** For people, for Redis and for fetches, even where an operator allows more streams than the usual share. */
    private static final int FILES_KEPT = 1_000;

    private static final int LONGEST_SECONDS = 20;

    private final StreamLimits limits;
    private final OpenFiles files;
    private final Ticker ticker;
    private double tokens;
    private double refusedLately;
    private long at;
    private int sessions;
    private long othersOpen;

    Admission(StreamLimits limits, OpenFiles files, Ticker ticker) {
        this.limits = limits;
        this.files = files;
        this.ticker = ticker;
        this.tokens = limits.perSecond();
        this.at = ticker.nanos();
        this.othersOpen = files.open();
    }

    /** A refusal that names its reason, or null: then a session is counted, and {@link #left} must follow one day. */
    synchronized @Nullable Refusal enter() {
        long now = ticker.nanos();
        double refill = (now - at) * (double) limits.perSecond() / TimeUnit.SECONDS.toNanos(1);
        at = now;
        tokens = Math.min(limits.perSecond(), tokens + refill);
        refusedLately = Math.max(0, refusedLately - refill);
        if (limits.most() > 0 && sessions >= limits.most()) {
            return refuse(Refusal.Reason.SESSIONS, "this node holds " + sessions + " streams and no more are allowed");
        }
        if (sessions + othersOpen >= mostFiles()) {
            return refuse(
                    Refusal.Reason.FILES,
                    "this node has " + (sessions + othersOpen) + " files open, of " + files.most() + " it may open");
        }
        if (tokens < 1) {
            return refuse(
                    Refusal.Reason.RATE, "this node takes in " + limits.perSecond() + " streams a second, more came");
        }
        tokens--;
        sessions++;
        return null;
    }

    /** A session that was let in is gone. */
    synchronized void left() {
        sessions--;
    }

    /** Sessions that are in. */
    synchronized int sessions() {
        return sessions;
    }

    /** Looks again at what else the process has open. Not for an event loop. */
    void count() {
        long open = files.open();
        synchronized (this) {
            othersOpen = Math.max(0, open - sessions);
        }
    }

    /** An operator who says how many streams there may be has counted the files; else a fifth stays free. */
    private double mostFiles() {
        double usual = files.most() * SHARE_OF_FILES;
        return limits.most() > 0 ? Math.max(usual, (double) (files.most() - FILES_KEPT)) : usual;
    }

    private Refusal refuse(Refusal.Reason reason, String why) {
        refusedLately++;
        double spread = 2 + 2 * refusedLately / limits.perSecond();
        int most = reason == Refusal.Reason.RATE ? (int) Math.min(LONGEST_SECONDS, spread) : LONGEST_SECONDS;
        return new Refusal(reason, why, 1 + ThreadLocalRandom.current().nextInt(most));
    }

    /**
     * Why somebody is not let in.
     *
     * @param retryAfterSeconds drawn, 1 to 20
     */
    record Refusal(Reason reason, String why, int retryAfterSeconds) {

        enum Reason {
            RATE,
            SESSIONS,
            FILES
        }

        SdkRefusedException exception() {
            return new SdkRefusedException(
                    503,
                    SdkRefusedException.TOO_MANY_STREAMS,
                    "Too many streams",
                    why + "; come back later",
                    retryAfterSeconds);
        }
    }
}
