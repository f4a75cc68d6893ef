package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody waits until the sessions of one moment have a state. It keeps who is still missing, so an acknowledgement costs one look-up,
 * however many wait. Whoever does not understand a flag of the change does not have it; as long as nobody has told which flags those
 * are, whoever does not understand some flag stays missing. Guarded by its {@link EnvironmentFleet}.
 */
final class Wait {

    final StateId target;
    final long start;
    final Consumer<Convergence> done;
    final Set<Member> missing = new LinkedHashSet<>();
    final Map<Member, String> refused = new LinkedHashMap<>();
    private @Nullable Set<String> flags;
    int acked;
    int left;
    long lastAck;

    /** {@code flags} are those of the change, null if they are not known yet. */
    Wait(StateId target, @Nullable Set<String> flags, long start, Consumer<Convergence> done) {
        this.target = target;
        this.flags = flags;
        this.start = start;
        this.lastAck = start;
        this.done = done;
    }

    void expect(Member member) {
        if (!settle(member, start)) {
            missing.add(member);
        }
    }

    /** Takes note of what a member has acknowledged; true if nothing more is expected of it. */
    boolean settle(Member member, long inForceAt) {
        if (!member.covers(target)) {
            return false;
        }
        Set<String> changed = flags;
        if (changed == null && !member.understandsAll()) {
            return false;
        }
        missing.remove(member);
        String why = changed == null ? "" : notUnderstood(member, changed);
        if (why.isEmpty()) {
            acked++;
        } else {
            refused.put(member, why);
        }
        lastAck = Math.max(lastAck, inForceAt);
        return true;
    }

    /** This node has taken a step, and so may know now what the change is. */
    void learn(Steps steps, long now) {
        if (flags == null) {
            flags = steps.flagsOf(target);
            List.copyOf(missing).forEach(member -> settle(member, now));
        }
    }

    void leaves(Member member) {
        if (missing.remove(member) || refused.remove(member) != null) {
            left++;
        }
    }

    /** Why a member is missing. */
    String whyMissing(Member member) {
        return member.covers(target)
                ? "does not understand every flag, and this node does not know which ones were changed"
                : "has not acknowledged it yet";
    }

    private static String notUnderstood(Member member, Set<String> changed) {
        for (Instance.NotUnderstoodFlag flag : member.notUnderstood) {
            if (changed.contains(flag.flag())) {
                return "does not understand " + flag.flag() + ": " + flag.why();
            }
        }
        return member.notUnderstoodMore == 0 || changed.isEmpty()
                ? ""
                : "does not understand " + member.notUnderstoodMore
                        + " flags that it does not name, and the change may be of one of them";
    }
}
