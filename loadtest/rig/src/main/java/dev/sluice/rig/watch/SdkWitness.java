package dev.sluice.rig.watch;

import dev.sluice.engine.Revision;
import dev.sluice.engine.StateId;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.RevisionChange;
import dev.sluice.sdk.StatusChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One real client, and everything it went through: each state in the order in which it came into force, and each change of its status.
 * Thread-safe.
 */
final class SdkWitness implements AutoCloseable {
    private final int number;
    private final FlagClient client;
    private final Map<Revision, StateId> everywhere;
    private final List<Seen> seen = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable StateId last;
    private long staleSince;
    private long longestStaleNanos;
    private int timesStale;

    /** A revision that came into force, and when. */
    private record Seen(long generation, long revision, long atNanos) {}

    /** @param everywhere what all witnesses saw at each revision: one revision must be one state, whoever looks */
    SdkWitness(int number, FlagClient client, Map<Revision, StateId> everywhere) {
        this.number = number;
        this.client = client;
        this.everywhere = everywhere;
        client.onRevision(this::changed);
        client.onStatus(this::statusChanged);
    }

    FlagClient client() {
        return client;
    }

    /** Times it was STALE so far. */
    synchronized int timesStale() {
        return timesStale;
    }

    /** The longest time it was STALE; a time that is not over counts until now. */
    synchronized Duration longestStale() {
        long now = staleSince == 0 ? 0 : System.nanoTime() - staleSince;
        return Duration.ofNanos(Math.max(longestStaleNanos, now));
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** When it first was at that revision or beyond; null when it never was. */
    synchronized @Nullable Long reachedAt(long generation, long revision) {
        int low = 0;
        int high = seen.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Seen at = seen.get(middle);
            boolean before =
                    at.generation() < generation || (at.generation() == generation && at.revision() < revision);
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == seen.size() ? null : seen.get(low).atNanos();
    }

    private synchronized void changed(RevisionChange change) {
        StateId now = change.after();
        if (last != null && now.asRevision().compareTo(last.asRevision()) < 0) {
            violations.add("SDK " + number + " went back from " + last + " to " + now);
        }
        StateId others = everywhere.putIfAbsent(now.asRevision(), now);
        if (others != null && !others.equals(now)) {
            violations.add("SDK " + number + " has " + now + " where others have " + others);
        }
        last = now;
        seen.add(new Seen(now.epoch().generation(), now.revision(), System.nanoTime()));
    }

    private synchronized void statusChanged(StatusChange change) {
        if (change.after() == ClientStatus.STALE) {
            staleSince = System.nanoTime();
            timesStale++;
        } else if (staleSince != 0) {
            longestStaleNanos = Math.max(longestStaleNanos, System.nanoTime() - staleSince);
            staleSince = 0;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "SDK " + number + " " + client;
    }
}
