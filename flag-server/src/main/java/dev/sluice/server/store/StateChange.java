package dev.sluice.server.store;

import dev.sluice.engine.wire.WireRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An environment moved on in this node's memory.
 *
 * @param environment which
 * @param before the state before; null when the environment is new to this node
 * @param after the state now
 * @param causes the changes in between, oldest first; empty when the node had to take the whole state
 */
public record StateChange(
        EnvironmentId environment, @Nullable EnvironmentState before, EnvironmentState after, List<Cause> causes) {

    /** Copies the list. */
    public StateChange {
        causes = List.copyOf(causes);
    }

    /** Keys of the flags that differ between the two states; all of them when the environment is new to this node. */
    public Set<String> flags() {
        Map<String, WireRecord> was =
                before == null ? Map.of() : before.replica().flags();
        Map<String, WireRecord> now = after.replica().flags();
        Set<String> differing = new TreeSet<>();
        now.forEach((key, record) -> {
            WireRecord old = was.get(key);
            if (old == null || !old.equals(record)) {
                differing.add(key);
            }
        });
        was.keySet().stream().filter(key -> !now.containsKey(key)).forEach(differing::add);
        return differing;
    }

    /** Whether one of the changes is to be acknowledged without delay. */
    public boolean urgent() {
        return causes.stream().anyMatch(Cause::urgent);
    }

    /**
     * Who made one revision.
     *
     * @param revision the revision it made
     * @param actor who
     * @param action what, as in the audit log
     * @param comment why
     * @param at when
     * @param urgent whether SDKs acknowledge it without delay
     */
    public record Cause(long revision, String actor, String action, String comment, Instant at, boolean urgent) {}
}
