package dev.sluice.sdk;

import dev.sluice.engine.Decision;
import dev.sluice.engine.DecisionNumbering;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted for one environment: a {@link Tally} for each numbering of decisions, and questions that had no answer.
 *
 * <p>What is counted by flags that are no longer the newest counts, too: a view may be held for an hour. So a tally that is no
 * longer used for new questions is collected from until nobody holds it, which the garbage collector knows, and once more
 * after that. Thread-safe; counting waits for nobody.
 */
final class Counts {

    static final int MOST_ASKED = 5_000;

    private static final Duration NAMES_KEPT_FOR = Duration.ofHours(1);

    /** Where counts are collected from; must not hold the tally it belongs to. */
    interface Source {

        /** Adds what was counted since the last call; calls never overlap. */
        void takeInto(EvaluationCounts counts);
    }

    private record Watched(WeakReference<?> tally, Source source) {}

    private final LongAdder uncounted = new LongAdder();
    private final LongAdder counted = new LongAdder();
    private final Outcomes outcomes = new Outcomes(uncounted);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final List<Watched> watched = new ArrayList<>();
    private @Nullable DecisionNumbering numbering;
    private @Nullable Tally tally;
    private volatile ErrorTally errors = errorTally();
    private long errorsSince;

    /** The tally for decisions of this numbering. */
    synchronized Tally tallyOf(DecisionNumbering decisions) {
        Tally known = tally;
        if (known != null && decisions == numbering) {
            return known;
        }
        Tally made = new Tally(decisions, uncounted, Tally.MOST_BYTES);
        watched.add(new Watched(new WeakReference<>(made), made.cells()));
        numbering = decisions;
        tally = made;
        return made;
    }

    /** Counts a question that had no answer. */
    void failed(String flag, Decision decision) {
        errors.count(flag, decision);
    }

    /** How many evaluations were counted, as of the last call of {@link #takeInto}. */
    long counted() {
        return counted.sum();
    }

    /** How many evaluations were decided, but not counted, since there would have been too many rows. */
    long uncounted() {
        return uncounted.sum();
    }

    /**
     * Adds everything that was counted since the last call.
     *
     * @param nanos elapsed time, of no meaning but that it goes on
     */
    synchronized void takeInto(EvaluationCounts counts, long nanos) {
        if (errors.isFull() && nanos - errorsSince > NAMES_KEPT_FOR.toNanos()) {
            errors = errorTally(); // other names get their turn
            errorsSince = nanos;
        }
        Owners.forgetTheDead();
        long before = counts.total();
        for (Iterator<Watched> each = watched.iterator(); each.hasNext(); ) {
            Watched next = each.next();
            boolean gone = next.tally().refersTo(null); // asked first, so that what is taken then is all there will be
            next.source().takeInto(counts);
            if (gone) {
                each.remove();
            }
        }
        counted.add(counts.total() - before);
        for (Evaluation evaluation : counts.rows().keySet()) {
            if (asked.size() < MOST_ASKED) {
                asked.add(evaluation.flag());
            }
        }
        uncounted.add(counts.takeRefused());
    }

    /** The flags that were asked for, as of the last call of {@link #takeInto}; up to {@value #MOST_ASKED}. */
    Set<String> asked() {
        return asked;
    }

    /** Whether a flag was asked for before the last call of {@link #takeInto}. */
    boolean wasAsked(String flag) {
        return asked.contains(flag);
    }

    /** What users met. */
    Outcomes outcomes() {
        return outcomes;
    }

    /** How many tallies are collected from; for tests. */
    synchronized int sources() {
        return watched.size();
    }

    private synchronized ErrorTally errorTally() {
        ErrorTally made = new ErrorTally(uncounted);
        watched.add(new Watched(new WeakReference<>(made), made.rows()));
        return made;
    }
}
