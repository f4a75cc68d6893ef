package dev.sluice.server.fleet;

import dev.sluice.server.store.EnvironmentId;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances without a session, in the order in which they were seen. An instance names itself, and may do so by another name each time:
 * of too many, those seen longest ago are forgotten. Guarded by its {@link EnvironmentFleet}.
 */
final class LastSeen {
    static final int MOST = 50_000;

    private static final Logger log = LoggerFactory.getLogger(LastSeen.class);

    private final EnvironmentId environment;
    private final String what;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private boolean saidFull;

    /** Nobody yet; {@code what} is what the log calls them. */
    LastSeen(EnvironmentId environment, String what) {
        this.environment = environment;
        this.what = what;
    }

    /** The instance was seen now, as this member. */
    void saw(Member member, Instant now, long nanos) {
        member.seen(now, nanos);
        members.remove(member.identity.instance());
        members.put(member.identity.instance(), member);
        if (members.size() > MOST) {
            Iterator<Member> oldest = members.values().iterator();
            oldest.next();
            oldest.remove();
            if (!saidFull) {
                saidFull = true;
                log.warn(
                        "{} has more than {} {}: those seen longest ago are forgotten; does a program take a new Sluice-Instance for each call?",
                        environment,
                        MOST,
                        what);
            }
        }
    }

    /** Forgets who was last seen before this, by elapsed time. */
    void forgetBefore(long limit) {
        Iterator<Member> oldest = members.values().iterator();
        while (oldest.hasNext() && oldest.next().seenNanos - limit < 0) {
            oldest.remove();
        }
    }

    @Nullable
    Member get(String instance) {
        return members.get(instance);
    }

    void remove(String instance) {
        members.remove(instance);
    }

    Collection<Member> all() {
        return members.values();
    }
}
