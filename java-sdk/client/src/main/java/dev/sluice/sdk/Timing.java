package dev.sluice.sdk;

import java.time.Duration;

/**
 * The times by which a client follows. One set is in use, {@link #STANDARD}; tests of real faults shorten it.
 *
 * @param headWithin how long an answer's head may take
 * @param firstEventWithin how long a stream may stay without its first event before something in between is holding it
 * @param silence how long a stream may say nothing at all; the server says something every 15 seconds
 * @param backoffLeast the least delay between two attempts
 * @param backoffMost the most
 * @param healthy after this time a stream was a good one, and the backoff starts again
 * @param refusedLeast the least delay after the key was refused
 * @param refusedMost the most
 * @param failureWindow three failures within it, and the client polls
 * @param pollEvery the time between two polls
 * @param streamAgainLeast how long a client polls before it tries a stream that was held up again; doubled each time
 * @param streamAgainMost the longest such time
 * @param grace how long contact may be missing, when it is known to come back, before the status says so
 * @param askAgainWithin the delay before a state is asked for again is drawn below this
 * @param answerWithin how long a whole answer may take
 * @param lastReportWithin how long closing waits for the last report
 * @param goodbyeWithin how long the goodbye may take
 * @param closedWithin how long closing waits for all of it
 */
record Timing(
        Duration headWithin,
        Duration firstEventWithin,
        Duration silence,
        Duration backoffLeast,
        Duration backoffMost,
        Duration healthy,
        Duration refusedLeast,
        Duration refusedMost,
        Duration failureWindow,
        Duration pollEvery,
        Duration streamAgainLeast,
        Duration streamAgainMost,
        Duration grace,
        Duration askAgainWithin,
        Duration answerWithin,
        Duration lastReportWithin,
        Duration goodbyeWithin,
        Duration closedWithin) {

    static final int FAILURES_BEFORE_POLLING = 3;

    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(45),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(150),
            Duration.ofSeconds(300),
            Duration.ofMinutes(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofMillis(800),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMillis(400),
            Duration.ofMillis(700),
            Duration.ofMillis(900));

    /** The same with another backoff, and all that follows from failing shortened with it. */
    Timing withBackoff(Duration least, Duration most) {
        return new Timing(
                headWithin,
                firstEventWithin,
                silence,
                least,
                most,
                healthy,
                refusedLeast,
                refusedMost,
                failureWindow,
                least,
                least,
                most,
                grace,
                askAgainWithin,
                answerWithin,
                lastReportWithin,
                goodbyeWithin,
                closedWithin);
    }

    /** The same with so much time for each step of closing. */
    Timing withClosing(Duration most) {
        return new Timing(
                headWithin,
                firstEventWithin,
                silence,
                backoffLeast,
                backoffMost,
                healthy,
                refusedLeast,
                refusedMost,
                failureWindow,
                pollEvery,
                streamAgainLeast,
                streamAgainMost,
                grace,
                askAgainWithin,
                answerWithin,
                most,
                most,
                most);
    }
}
