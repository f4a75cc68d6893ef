package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One stream session, or one poller. Guarded by its {@link EnvironmentFleet}. */
final class Member {

    final String session;
    final Identity identity;
    final Instant since;
    Instant lastSeen;

    @Nullable
    StateId acked;

    List<Instance.NotUnderstoodFlag> notUnderstood = List.of();
    Map<String, String> overrides = Map.of();
    String geo = "";

    Member(String session, Identity identity, Instant since) {
        this.session = session;
        this.identity = identity;
        this.since = since;
        this.lastSeen = since;
    }

    /** Whether it told a name that outlives its connection; nobody waits for the return of one that did not, such as curl. */
    boolean isNamed() {
        return !identity.instance().equals(session);
    }

    /** The highest acknowledged state counts: an acknowledgement covers all lower ones. */
    void acknowledge(Ack ack) {
        StateId before = acked;
        if (before == null || ack.state().asRevision().compareTo(before.asRevision()) >= 0) {
            acked = ack.state();
            notUnderstood = ack.notUnderstood();
            overrides = ack.overrides();
            geo = ack.geo();
        }
    }

    boolean covers(StateId target) {
        StateId mine = acked;
        if (mine == null) {
            return false;
        }
        int order = mine.asRevision().compareTo(target.asRevision());
        return order > 0 || (order == 0 && mine.equals(target));
    }

    Laggard laggard(String why) {
        return new Laggard(identity.instance(), identity.application(), session, acked, why);
    }
}
