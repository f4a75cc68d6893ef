package dev.sluice.server.stream;

import dev.sluice.engine.EventId;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records changed on the way to the newest state, for as many steps as are remembered. It holds keys, not bytes: whoever comes
 * from an older state gets the newest bytes of everything that changed since, which is one delta whatever lies in between. Immutable.
 */
final class Past {

    static final Past NONE = new Past(List.of());

    private static final int STEPS_REMEMBERED = 500;

    private final List<Step> steps;

    private Past(List<Step> steps) {
        this.steps = steps;
    }

    /** One step from one state to the next one known here. */
    record Step(StateId from, Set<String> flags, Set<String> segments, boolean urgent) {}

    Past then(Step step) {
        List<Step> longer = new ArrayList<>(Math.min(steps.size() + 1, STEPS_REMEMBERED));
        longer.addAll(steps.subList(Math.max(0, steps.size() + 1 - STEPS_REMEMBERED), steps.size()));
        longer.add(step);
        return new Past(List.copyOf(longer));
    }

    /** The remembered state that an event id names, or null. */
    @Nullable
    StateId find(EventId id) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (id.matches(steps.get(i).from())) {
                return steps.get(i).from();
            }
        }
        return null;
    }

    /** One delta from a remembered state to the newest, or null if that state is not remembered. */
    @Nullable
    Delta since(StateId from, Replica newest) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).from().equals(from)) {
                return delta(i, newest);
            }
        }
        return null;
    }

    private Delta delta(int first, Replica newest) {
        StateId from = steps.get(first).from();
        SortedMap<String, Optional<WireRecord>> flags = new TreeMap<>();
        SortedMap<String, Optional<WireRecord>> segments = new TreeMap<>();
        boolean urgent = false;
        for (Step step : steps.subList(first, steps.size())) {
            step.flags()
                    .forEach(key ->
                            flags.put(key, Optional.ofNullable(newest.flags().get(key))));
            step.segments()
                    .forEach(key -> segments.put(
                            key, Optional.ofNullable(newest.segments().get(key))));
            urgent |= step.urgent();
        }
        StateId to = newest.id();
        return new Delta(from.epoch(), from.revision(), from.hash(), to.revision(), to.hash(), flags, segments, urgent);
    }
}
