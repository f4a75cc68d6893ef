package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions and instances of one environment on this node. An instance is live from its first call until it says goodbye or is
 * silent for ten minutes; live = connected + lost. How long somebody has been silent is elapsed time: a clock that is set must not make
 * the lost disappear. Everything is guarded by this object's monitor; answers to waiters are given after it is released.
 */
final class EnvironmentFleet {

    private static final long SILENCE_NANOS = Duration.ofMinutes(10).toNanos();

    /** Two intervals of a poll. */
    private static final long POLLER_CONNECTED_NANOS = Duration.ofSeconds(30).toNanos();

    /** An SDK waits for its first event for 5 seconds and then gives the stream up. */
    private static final long FIRST_EVENT_NANOS = Duration.ofSeconds(4).toNanos();

    private static final int MOST_REPORTING = 50_000;

    private final EnvironmentId id;
    private final String node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<String, Member> sessions = new LinkedHashMap<>();
    private final Map<String, Integer> sessionsOfInstance = new HashMap<>();
    private final LastSeen pollers;

    /** Instances without a session that have not said goodbye: when they were seen last, and as what. */
    private final LastSeen lost;

    /** Windows of usage reports that instances had to drop, as far as they told this node. */
    private final Map<String, Long> droppedWindows = new HashMap<>();

    private final List<Wait> waits = new ArrayList<>();
    private final Steps steps = new Steps();
    private @Nullable StateId newest;
    private long newestAt;

    EnvironmentFleet(EnvironmentId id, String node, InstantSource clock, Ticker ticker) {
        this.id = id;
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
        this.pollers = new LastSeen(id, "instances that poll");
        this.lost = new LastSeen(id, "lost instances");
    }

    synchronized void opened(String session, Identity identity) {
        sessions.put(session, new Member(session, identity, clock.instant(), ticker.nanos()));
        sessionsOfInstance.merge(identity.instance(), 1, Integer::sum);
        lost.remove(identity.instance());
        pollers.remove(identity.instance());
    }

    void closed(String session) {
        List<Runnable> answers;
        synchronized (this) {
            Member member = sessions.remove(session);
            if (member == null) {
                return;
            }
            ended(member);
            if (member.isNamed() && !hasSession(member.identity.instance())) {
                lost.saw(member, clock.instant(), ticker.nanos());
            }
            waits.forEach(wait -> wait.leaves(member));
            answers = finished();
        }
        answers.forEach(Runnable::run);
    }

    /** Who holds a stream of which they acknowledged nothing in the time that an SDK waits for its first event; else null. */
    synchronized @Nullable Identity unheard(String session) {
        Member member = sessions.get(session);
        return member != null && member.isNamed() && member.acked == null && silence(member) > FIRST_EVENT_NANOS
                ? member.identity
                : null;
    }

    /** Returns whether the instance was not connected to this node before. */
    synchronized boolean polled(Identity identity) {
        forgetTheSilent();
        lost.remove(identity.instance());
        if (hasSession(identity.instance())) {
            return false;
        }
        Member known = pollers.get(identity.instance());
        boolean isNew = known == null || !isConnectedPoller(known);
        Instant now = clock.instant();
        long nanos = ticker.nanos();
        pollers.saw(known == null ? new Member("", identity, now, nanos) : known, now, nanos);
        return isNew;
    }

    /** The instance was connected to another node at that time: here it is only lost if it was here later. */
    synchronized void elsewhere(String instance, Instant at) {
        Member gone = lost.get(instance);
        if (gone != null && !gone.lastSeen.isAfter(at)) {
            lost.remove(instance);
        }
        Member poller = pollers.get(instance);
        if (poller != null && !isConnectedPoller(poller) && !poller.lastSeen.isAfter(at)) {
            pollers.remove(instance);
        }
    }

    synchronized boolean isConnected(String instance) {
        Member poller = pollers.get(instance);
        return hasSession(instance) || (poller != null && isConnectedPoller(poller));
    }

    /** Ids of the instances that are live but not connected here. */
    synchronized Set<String> lost() {
        forgetTheSilent();
        forgetWhatTheSilentDropped();
        Set<String> gone = new TreeSet<>();
        lost.all().forEach(member -> gone.add(member.identity.instance()));
        pollers.all().stream()
                .filter(member -> !isConnectedPoller(member))
                .forEach(member -> gone.add(member.identity.instance()));
        return gone;
    }

    synchronized void reported(String instance, long dropped) {
        if (dropped > 0 && (droppedWindows.size() < MOST_REPORTING || droppedWindows.containsKey(instance))) {
            droppedWindows.merge(instance, dropped, Long::sum);
        }
    }

    /** Whether this node has the state, or a later one. */
    synchronized boolean serves(StateId target) {
        StateId mine = newest;
        if (mine == null) {
            return false;
        }
        int order = mine.asRevision().compareTo(target.asRevision());
        return order > 0 || mine.equals(target);
    }

    synchronized @Nullable StateId newest() {
        return newest;
    }

    /** How a wait stands that goes on. */
    synchronized Convergence standing(Wait wait) {
        return convergence(wait, ticker.nanos());
    }

    boolean acknowledged(Ack ack) {
        List<Runnable> answers;
        synchronized (this) {
            Member member = sessions.get(ack.session());
            if (member == null) {
                Member poller = pollers.get(ack.instance());
                if (poller != null) {
                    poller.acknowledge(ack);
                }
                return poller != null;
            }
            member.acknowledge(ack);
            member.seen(clock.instant(), ticker.nanos());
            long inForceAt = ticker.nanos() - FleetRegistry.nanos(ack.held());
            for (Wait wait : waits) {
                if (wait.missing.contains(member)) {
                    wait.settle(member, inForceAt);
                }
            }
            answers = finished();
        }
        answers.forEach(Runnable::run);
        return true;
    }

    void goodbye(String instance) {
        List<Runnable> answers;
        synchronized (this) {
            lost.remove(instance);
            pollers.remove(instance);
            droppedWindows.remove(instance);
            List<Member> ending = sessions.values().stream()
                    .filter(member -> member.identity.instance().equals(instance))
                    .toList();
            ending.forEach(member -> {
                sessions.remove(member.session);
                ended(member);
                waits.forEach(wait -> wait.leaves(member));
            });
            answers = finished();
        }
        answers.forEach(Runnable::run);
    }

    /** This node has held the state from its start, if it has not heard of a later one by now. */
    synchronized void began(StateId state) {
        if (newest == null) {
            newest = state;
            newestAt = ticker.nanos();
        }
    }

    void published(StateId state, Set<String> flags) {
        List<Runnable> answers;
        synchronized (this) {
            steps.add(state.equals(newest) ? null : newest, state, flags);
            newest = state;
            newestAt = ticker.nanos();
            waits.forEach(wait -> wait.learn(steps, newestAt));
            answers = finished();
        }
        answers.forEach(Runnable::run);
    }

    /**
     * The flags of a change, for whoever was asked here to make it: none if this node has the state and no step led there, for then
     * nothing had to be changed; null if it does not have it.
     */
    synchronized @Nullable Set<String> flagsOf(StateId target) {
        Set<String> flags = steps.flagsOf(target);
        return flags == null && serves(target) ? Set.of() : flags;
    }

    synchronized int sessions() {
        return sessions.size();
    }

    /** Windows that instances without a session here have told this node they dropped. */
    synchronized Map<String, Long> droppedWindows() {
        return Map.copyOf(droppedWindows);
    }

    /** Waits for a change of these flags; of whichever this node finds to differ as it comes there, if that is null. */
    Wait await(StateId target, @Nullable Set<String> flags, Consumer<Convergence> done) {
        Wait wait;
        List<Runnable> answers;
        synchronized (this) {
            wait = new Wait(target, flags, ticker.nanos(), done);
            wait.learn(steps, wait.start);
            sessions.values().forEach(wait::expect);
            waits.add(wait);
            answers = finished();
        }
        answers.forEach(Runnable::run);
        return wait;
    }

    void giveUp(Wait wait) {
        Convergence answer;
        synchronized (this) {
            if (!waits.remove(wait)) {
                return;
            }
            answer = convergence(wait, ticker.nanos());
        }
        wait.done.accept(answer);
    }

    /** How far the newest state has come among those connected now. */
    synchronized Optional<Convergence> progress() {
        StateId target = newest;
        if (target == null) {
            return Optional.empty();
        }
        var wait = new Wait(target, flagsOf(target), newestAt, answer -> {});
        sessions.values().forEach(wait::expect);
        return Optional.of(convergence(wait, ticker.nanos()));
    }

    synchronized List<Instance> instances() {
        forgetTheSilent();
        forgetWhatTheSilentDropped();
        List<Instance> instances = new ArrayList<>();
        sessions.values().forEach(member -> instances.add(instance(member, false, false)));
        pollers.all().forEach(member -> instances.add(instance(member, true, !isConnectedPoller(member))));
        lost.all().forEach(member -> instances.add(instance(member, false, true)));
        instances.sort(Comparator.comparing(Instance::application)
                .thenComparing(Instance::id)
                .thenComparing(Instance::connectedAt));
        return instances;
    }

    private Instance instance(Member member, boolean polling, boolean isLost) {
        return new Instance(
                member.identity.instance(),
                member.identity.application(),
                member.identity.sdk(),
                node,
                polling || isLost ? null : member.session,
                member.since,
                member.lastSeen,
                member.acked,
                polling,
                isLost,
                member.notUnderstood,
                member.overrides,
                member.geo,
                droppedWindows.getOrDefault(member.identity.instance(), 0L));
    }

    private List<Runnable> finished() {
        List<Runnable> answers = new ArrayList<>();
        waits.removeIf(wait -> {
            if (!wait.missing.isEmpty()) {
                return false;
            }
            Convergence answer = convergence(wait, wait.lastAck);
            answers.add(() -> wait.done.accept(answer));
            return true;
        });
        return answers;
    }

    private Convergence convergence(Wait wait, long now) {
        List<Laggard> laggards = new ArrayList<>();
        wait.missing.forEach(member -> laggards.add(member.laggard(wait.whyMissing(member))));
        wait.refused.forEach((member, why) -> laggards.add(member.laggard(why)));
        int connected = wait.acked + laggards.size();
        Set<String> gone = lost();
        int polling =
                (int) pollers.all().stream().filter(this::isConnectedPoller).count();
        return new Convergence(
                id,
                wait.target,
                connected,
                wait.acked,
                laggards,
                List.copyOf(gone),
                wait.left,
                polling,
                new NodesReached(1, 1, List.of(), List.of()),
                connected > 0 && wait.acked == connected && gone.isEmpty(),
                FleetRegistry.since(wait.start, now));
    }

    private boolean isConnectedPoller(Member member) {
        return silence(member) < POLLER_CONNECTED_NANOS;
    }

    private long silence(Member member) {
        return ticker.nanos() - member.seenNanos;
    }

    private void forgetTheSilent() {
        long limit = ticker.nanos() - SILENCE_NANOS;
        lost.forgetBefore(limit);
        pollers.forgetBefore(limit);
    }

    private void forgetWhatTheSilentDropped() {
        droppedWindows
                .keySet()
                .removeIf(instance -> droppedWindows.size() > MOST_REPORTING / 2
                        && !hasSession(instance)
                        && pollers.get(instance) == null);
    }

    private void ended(Member member) {
        sessionsOfInstance.computeIfPresent(
                member.identity.instance(), (instance, count) -> count == 1 ? null : count - 1);
    }

    private boolean hasSession(String instance) {
        return sessionsOfInstance.containsKey(instance);
    }
}
