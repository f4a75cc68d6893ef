package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Somebody waits until the sessions of one moment have a state. It keeps who is still missing, so an acknowledgement costs one look-up,
 * however many wait. Guarded by its {@link EnvironmentFleet}.
 */
final class Wait {

    final StateId target;
    final Set<String> flags;
    final long start;
    final Consumer<Convergence> done;
    final Set<Member> missing = new LinkedHashSet<>();
    final Map<Member, String> refused = new LinkedHashMap<>();
    int acked;
    int left;
    long lastAck;

    Wait(StateId target, Set<String> flags, long start, Consumer<Convergence> done) {
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
        missing.remove(member);
        String why = notUnderstood(member);
        if (why.isEmpty()) {
            acked++;
        } else {
            refused.put(member, why);
        }
        lastAck = Math.max(lastAck, inForceAt);
        return true;
    }

    void leaves(Member member) {
        if (missing.remove(member) || refused.remove(member) != null) {
            left++;
        }
    }

    private String notUnderstood(Member member) {
        for (Instance.NotUnderstoodFlag flag : member.notUnderstood) {
            if (flags.contains(flag.flag())) {
                return "does not understand " + flag.flag() + ": " + flag.why();
            }
        }
        return "";
    }
}
