package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of one environment in this node's memory, and the flags that differ across each. A node that catches up takes several
 * revisions in one step: what led to one of them is then the whole step. Guarded by its {@link EnvironmentFleet}.
 */
final class Steps {

    private static final int REMEMBERED = 200;

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Leads to every state above {@code from}, or from nothing if that is null, up to {@code to}. */
    private record Step(@Nullable StateId from, StateId to, Set<String> flags) {

        boolean leadsTo(StateId state) {
            StateId base = from;
            return (base == null || base.asRevision().compareTo(state.asRevision()) < 0)
                    && to.asRevision().compareTo(state.asRevision()) >= 0;
        }
    }

    void add(@Nullable StateId from, StateId to, Set<String> flags) {
        steps.add(new Step(from, to, Set.copyOf(flags)));
        if (steps.size() > REMEMBERED) {
            steps.remove();
        }
    }

    /** The flags that differ across the step that led to a state; null if no step that is remembered did. */
    @Nullable
    Set<String> flagsOf(StateId state) {
        for (Step step : steps) {
            if (step.leadsTo(state)) {
                return step.flags();
            }
        }
        return null;
    }
}
