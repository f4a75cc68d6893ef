package dev.sluice.sdk;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often what was decided, in the order in which it was first seen; a sum, so that two of them make one. Holds a bounded
 * number of rows, and refuses others. Not thread-safe.
 */
final class EvaluationCounts {

    private final int mostRows;
    private final LinkedHashMap<Evaluation, Long> rows = new LinkedHashMap<>();
    private long refused;

    EvaluationCounts(int mostRows) {
        this.mostRows = mostRows;
    }

    void add(Evaluation evaluation, long count) {
        if (rows.size() < mostRows || rows.containsKey(evaluation)) {
            rows.merge(evaluation, count, Long::sum);
        } else {
            refused += count;
        }
    }

    void addAll(EvaluationCounts others) {
        others.rows.forEach(this::add);
    }

    /** Takes out the first rows, up to this many. */
    EvaluationCounts takeFirst(int most) {
        EvaluationCounts first = new EvaluationCounts(most);
        Iterator<Map.Entry<Evaluation, Long>> each = rows.entrySet().iterator();
        while (each.hasNext() && first.rows.size() < most) {
            Map.Entry<Evaluation, Long> row = each.next();
            first.rows.put(row.getKey(), row.getValue());
            each.remove();
        }
        return first;
    }

    /** The sum of all counts that were refused since this was asked last. */
    long takeRefused() {
        long since = refused;
        refused = 0;
        return since;
    }

    /** The sum of all rows. */
    long total() {
        long total = 0;
        for (long count : rows.values()) {
            total += count;
        }
        return total;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Map<Evaluation, Long> rows() {
        return rows;
    }
}
