package dev.sluice.sdk;

import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what was counted, window by window.
 *
 * <p>At any time there is at most one window; whatever is counted while it is under way stays in the cells, which is all the
 * memory that a server that is away costs. What each end of a window leads to:
 * <ol>
 *   <li>it was taken: the next one, when it is time;
 *   <li>it was surely not taken (nobody listens, 429, 503 with a time, the key is refused): its counts go back to the others, and
 *       one window tells them all later;
 *   <li>nobody knows (no answer, a broken connection, any other 5xx): the same bytes again under the same number, which the server
 *       counts once, for as long as it remembers numbers; then it is given up;
 *   <li>it was refused for good: it is given up;
 *   <li>this server takes no reports (404, 405, 501): as 2, and it is asked again much later, or in a new session.
 * </ol>
 * Windows that were given up are counted, and the count is reported. Belongs to its own loop, so that it can hold up nothing
 * but itself; the exchange itself happens on the client's.
 */
final class Reporter {

    static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

    /** Servers remember numbers for 15 minutes. */
    static final Duration IN_DOUBT_FOR = Duration.ofMinutes(14);

    static final Duration NOT_TAKEN_REST = Duration.ofMinutes(30);
    static final int MOST_ROWS = 1_000;
    static final int MOST_WAITING_ROWS = 50_000;
    static final int MOST_WAITING_ARMS = 2_000;

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final long LONGEST_WINDOW_MILLIS =
            Duration.ofHours(24).toMillis(); // a longer one is told as this long
    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_DECLARED = 1_000;
    private static final int MOST_BINS = 20_000;
    private static final int MOST_METRICS = 500; // together below the megabyte that a server takes

    private final Wiring wiring;
    private final Loop loop;
    private final Counts counts;
    private final SplittableRandom random;
    private final Backoff again;
    private final EvaluationCounts waiting = new EvaluationCounts(MOST_WAITING_ROWS);
    private final OutcomeCounts waitingOutcomes = new OutcomeCounts(MOST_WAITING_ARMS);
    private final Set<String> told = new HashSet<>();

    private @Nullable String session;
    private long seq;
    private long windowStart;
    private Duration every = USUAL_INTERVAL;
    private Loop.@Nullable Timer tick;
    private long tickAt;
    private Loop.@Nullable Timer rest;
    private @Nullable Sending sending;
    private long droppedTold;
    private boolean unwanted; // by this server, or under this key
    private @Nullable CompletableFuture<@Nullable Void> closing;
    private boolean collectedLast;

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** A window under way, or in doubt. */
    private static final class Sending {

        final ReportWindow window;
        final byte[] bytes;
        boolean underWay;
        boolean inDoubt;
        long inDoubtSince;

        Sending(ReportWindow window, byte[] bytes) {
            this.window = window;
            this.bytes = bytes;
        }
    }

    /**
     * A reporter that waits for a session.
     *
     * @param loop another one than that of the wiring, save in tests
     * @param counts what to report
     */
    Reporter(Wiring wiring, Loop loop, Counts counts) {
        this.wiring = wiring;
        this.loop = loop;
        this.counts = counts;
        this.random = new SplittableRandom(wiring.random().nextLong());
        this.again = new Backoff(wiring.timing().backoffLeast(), wiring.timing().backoffMost(), random);
        this.windowStart = loop.nanos();
    }

    /** The server names the session to report under, and how often; from any thread. */
    void session(String id, long everyMillis) {
        loop.execute(() -> {
            if (closing == null) {
                enter(id);
                pace(everyMillis == 0 ? USUAL_INTERVAL : Duration.ofMillis(everyMillis));
            }
        });
    }

    /** How it goes; from any thread. */
    ReportStatus status() {
        return new ReportStatus(true, taken.get(), dropped.get(), counts.counted(), counts.uncounted());
    }

    /** Sends what there is, once; done when it was taken or could not be, or when {@link Timing#lastReportWithin} is over. */
    CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            if (closing != null) {
                done.complete(null);
                return;
            }
            closing = done;
            stop(tick);
            stop(rest);
            tick = null;
            rest = null;
            loop.after(wiring.timing().lastReportWithin(), () -> done.complete(null));
            if (sending != null && !sending.underWay) {
                send(sending);
            } else if (sending == null && !unwanted) {
                report();
            }
            if (sending == null) {
                done.complete(null);
            }
        });
        return done;
    }

    /** Something in here broke that should not: without the window that may have broken it, all goes on. */
    void recover(Throwable thrown) {
        wiring.complaints().bug(thrown);
        if (sending != null) {
            giveUp();
        }
        end();
    }

    private void enter(String id) {
        if (id.equals(session)) {
            return;
        }
        session = id;
        seq = 0;
        told.clear();
        stop(rest);
        rest = null;
        unwanted = false;
        if (sending != null && !sending.underWay) { // it is in doubt, and goes on under the session it was made for
            send(sending);
        }
    }

    private void pace(Duration interval) {
        Duration asked = clamped(interval);
        if (tick != null && asked.equals(every)) {
            return;
        }
        every = asked;
        Duration first =
                Duration.ofNanos(random.nextLong(every.toNanos() + 1)); // so that a fleet does not report at once
        if (tick == null || loop.nanos() + first.toNanos() < tickAt) {
            tickAfter(first);
        }
    }

    private void tickAfter(Duration delay) {
        stop(tick);
        tickAt = loop.nanos() + delay.toNanos();
        tick = loop.after(delay, () -> {
            tickAfter(every);
            report();
        });
    }

    /** Makes a window of what there is, if there is something and the last one is done with. */
    private void report() {
        long now = loop.nanos();
        if (!collectedLast) {
            counts.takeInto(waiting, now);
            counts.outcomes().takeInto(waitingOutcomes);
            collectedLast = closing != null;
        }
        String under = session;
        if (under == null || sending != null || rest != null) {
            return;
        }
        List<String> declared = undeclared();
        if (isNothingWaiting() && declared.isEmpty()) {
            windowStart = now;
            return;
        }
        ReportWindow window = new ReportWindow(
                under,
                ++seq,
                windowStart,
                Math.min(Duration.ofNanos(now - windowStart).toMillis(), LONGEST_WINDOW_MILLIS),
                dropped.get() - droppedTold,
                waiting.takeFirst(MOST_ROWS),
                waitingOutcomes.takeFirst(MOST_BINS, MOST_METRICS),
                declared);
        windowStart = now;
        Sending made = new Sending(window, window.encoded(wiring.instance().name()));
        sending = made;
        send(made);
    }

    private boolean isNothingWaiting() {
        return waiting.isEmpty() && waitingOutcomes.isEmpty();
    }

    private List<String> undeclared() {
        return Stream.concat(Declared.keys().stream(), counts.asked().stream())
                .filter(key -> !told.contains(key))
                .distinct()
                .sorted()
                .limit(MOST_DECLARED)
                .toList();
    }

    private void send(Sending window) {
        window.underWay = true;
        Request request = new Request("/sdk/v1/report", Map.of("Content-Encoding", "gzip"), window.bytes);
        wiring.loop()
                .execute(() -> wiring.transport().send(request, SENT_WITHIN, new Transport.AnswerHandler() {
                    @Override
                    public void answered(Head head, byte[] body) {
                        loop.execute(() -> settle(window, head));
                    }

                    @Override
                    public void failed(IOException cause) {
                        loop.execute(() -> settle(window, cause));
                    }
                }));
    }

    private void settle(Sending window, Head head) {
        if (window != sending) {
            return;
        }
        window.underWay = false;
        int status = head.status();
        Duration asked = Answers.retryAfter(head, wiring.wallClock());
        if (status >= 200 && status < 300) {
            taken(window);
        } else if (status == 404 || status == 405 || status == 501) {
            unwanted = true;
            notTaken(window, drawnFrom(NOT_TAKEN_REST));
        } else if (status == 401 || status == 403) {
            unwanted = true;
            notTaken(window, drawnFrom(wiring.timing().refusedLeast()));
        } else if (status == 429 || (status == 503 && asked != null)) {
            notTaken(window, asked == null ? again.next() : drawnFrom(asked));
        } else if (status >= 500 || status == 408) {
            inDoubt(window, asked == null ? again.next() : drawnFrom(asked));
        } else {
            wiring.complaints()
                    .warn("The flag server refuses a report of evaluations (HTTP " + status + "); it is dropped");
            giveUp();
            end();
        }
    }

    private void settle(Sending window, IOException cause) {
        if (window != sending) {
            return;
        }
        window.underWay = false;
        if (cause instanceof ConnectException) {
            notTaken(window, again.next());
        } else {
            inDoubt(window, again.next());
        }
    }

    private void taken(Sending window) {
        again.reset();
        taken.incrementAndGet();
        unwanted = false;
        droppedTold += window.window.droppedBefore();
        if (window.window.session().equals(session)) {
            told.addAll(window.window.declared());
        }
        sending = null;
        if (closing != null || !isNothingWaiting()) {
            report();
        }
        end();
    }

    /** The counts go back to those that wait, unless an earlier attempt may have arrived. */
    private void notTaken(Sending window, Duration wait) {
        if (window.inDoubt) {
            inDoubt(window, unwanted ? again.next() : wait); // another server, or the same one soon, may know better
            return;
        }
        sending = null;
        waiting.addAll(window.window.evaluations());
        waitingOutcomes.addAll(window.window.outcomes());
        windowStart = window.window.startedAt();
        if (window.window.session().equals(session)) {
            seq--;
        }
        restFor(wait);
        end();
    }

    private void inDoubt(Sending window, Duration wait) {
        long now = loop.nanos();
        if (!window.inDoubt) {
            window.inDoubt = true;
            window.inDoubtSince = now;
        }
        if (now + wait.toNanos() - window.inDoubtSince > IN_DOUBT_FOR.toNanos()) {
            giveUp();
        } else {
            restFor(wait);
        }
        end();
    }

    private void giveUp() {
        sending = null;
        dropped.incrementAndGet();
    }

    private void restFor(Duration wait) {
        if (closing != null) {
            return;
        }
        stop(rest);
        rest = loop.after(wait, () -> {
            rest = null;
            if (sending != null) {
                send(sending);
            } else {
                report();
            }
        });
    }

    /** When closing: done, once nothing is under way. */
    private void end() {
        if (closing != null && (sending == null || !sending.underWay)) {
            closing.complete(null);
        }
    }

    /** The time, and up to a fifth more, so that not all come back at once. */
    private Duration drawnFrom(Duration least) {
        return least.plusNanos(random.nextLong(least.toNanos() / 5 + 1));
    }

    private static Duration clamped(Duration interval) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            return SHORTEST_INTERVAL;
        }
        return interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
    }

    private static void stop(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
