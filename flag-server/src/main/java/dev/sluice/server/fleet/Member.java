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

    /** What others are told and compare with what they saw; how long ago it was, only {@link #seenNanos} says. */
    Instant lastSeen;

    /** By elapsed time, which no correction of a clock moves. */
    long seenNanos;

    @Nullable
    StateId acked;

    List<Instance.NotUnderstoodFlag> notUnderstood = List.of();
    int notUnderstoodMore;
    Map<String, String> overrides = Map.of();
    String geo = "";

    Member(String session, Identity identity, Instant since, long nanos) {
        this.session = session;
        this.identity = identity;
        this.since = since;
        this.lastSeen = since;
        this.seenNanos = nanos;
    }

    void seen(Instant now, long nanos) {
        lastSeen = now;
        seenNanos = nanos;
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
            notUnderstoodMore = ack.notUnderstoodMore();
            overrides = ack.overrides();
            geo = ack.geo();
        }
    }

    boolean understandsAll() {
        return notUnderstood.isEmpty() && notUnderstoodMore == 0;
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
