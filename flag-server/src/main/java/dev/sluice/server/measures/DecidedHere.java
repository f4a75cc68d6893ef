package dev.sluice.server.measures;

import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.store.EnvironmentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what this node itself has decided for callers who send no reports, until it is put with what was reported. Bounded: a kind of
 * decision for which there is no room is dropped and counted. Thread-safe; counting waits for nobody.
 */
final class DecidedHere {
    private static final int MOST_KINDS = 20_000;

    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    /** Whose decisions these are. */
    record Asker(EnvironmentId environment, String application) {}

    private record Kind(Asker asker, String flag, Decided decided) {}

    /** Counts one. */
    void count(EnvironmentId environment, String application, String flag, Decided decided) {
        var kind = new Kind(new Asker(environment, application), flag, decided);
        if (counts.size() >= MOST_KINDS && !counts.containsKey(kind)) {
            dropped.increment();
            return;
        }
        counts.merge(kind, 1L, Long::sum);
    }

    /** Hands out what was counted since the last time, each decision once. */
    Map<Asker, List<Evaluation>> take() {
        Map<Asker, List<Evaluation>> taken = new HashMap<>();
        for (Kind kind : List.copyOf(counts.keySet())) {
            Long count = counts.remove(kind);
            if (count != null) {
                taken.computeIfAbsent(kind.asker(), asker -> new ArrayList<>())
                        .add(new Evaluation(kind.flag(), kind.decided(), count));
            }
        }
        return taken;
    }

    /** How many decisions had no room. */
    long dropped() {
        return dropped.sum();
    }
}
