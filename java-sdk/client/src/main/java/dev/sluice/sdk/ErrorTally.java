package dev.sluice.sdk;

import dev.sluice.engine.Decision;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts questions that had no answer. They have no ordinal, and the name asked for may be anything: so at most
 * {@value #MOST_ROWS} of them are told apart, and only names that a flag could have. Thread-safe.
 */
final class ErrorTally {

    static final int MOST_ROWS = 1_000;
    private static final int LONGEST_KEY = 100;

    private final Rows rows = new Rows();
    private final LongAdder uncounted;

    ErrorTally(LongAdder uncounted) {
        this.uncounted = uncounted;
    }

    void count(String flag, Decision decision) {
        try {
            rowOf(Evaluation.failed(flag, decision)).increment();
        } finally {
            Reference.reachabilityFence(this); // as in Tally
        }
    }

    private LongAdder rowOf(Evaluation evaluation) {
        LongAdder row = rows.counted.get(evaluation);
        if (row != null) {
            return row;
        }
        return isFull() || !couldBeAKey(evaluation.flag())
                ? uncounted
                : rows.counted.computeIfAbsent(evaluation, first -> new LongAdder());
    }

    boolean isFull() {
        return rows.counted.size() >= MOST_ROWS;
    }

    /** What is read when this tally is gone; holds no way back to it. */
    Counts.Source rows() {
        return rows;
    }

    private static boolean couldBeAKey(String flag) {
        return !flag.isEmpty() && flag.length() <= LONGEST_KEY && flag.chars().allMatch(ErrorTally::isOfAKey);
    }

    private static boolean isOfAKey(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }

    private static final class Rows implements Counts.Source {

        private final ConcurrentHashMap<Evaluation, LongAdder> counted = new ConcurrentHashMap<>();
        private final Map<Evaluation, Long> taken = new HashMap<>();

        @Override
        public void takeInto(EvaluationCounts counts) {
            counted.forEach((evaluation, adder) -> {
                long sum = adder.sum();
                Long before = taken.put(evaluation, sum);
                if (before == null || before != sum) {
                    counts.add(evaluation, sum - (before == null ? 0 : before));
                }
            });
        }
    }
}
