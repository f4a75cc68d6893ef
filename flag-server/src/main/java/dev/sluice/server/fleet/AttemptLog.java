package dev.sluice.server.fleet;

import dev.sluice.server.fleet.Attempt.Trouble;
import dev.sluice.server.store.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node remembers of calls with keys: those that came to nothing, and what good keys were last used for. Like calls are one
 * entry, and of each kind of entry there is room for a fixed number, so that nobody fills the memory by calling: the one that has been
 * quiet for longest makes room. Entries are forgotten after an hour, uses of keys after a month, all when the node ends. Thread-safe.
 */
public final class AttemptLog {

    static final int MOST_ATTEMPTS = 100;
    static final int MOST_USES = 1_000;

    private static final Duration ATTEMPTS_KEPT = Duration.ofHours(1);
    private static final Duration USES_KEPT = Duration.ofDays(30);
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final String node;
    private final InstantSource clock;
    private final Map<Failing, Attempt> attempts = new Bounded<>(MOST_ATTEMPTS);
    private final Map<Using, KeyUse> uses = new Bounded<>(MOST_USES);

    private record Failing(Trouble trouble, @Nullable String key, String application, String sdk, String address) {}

    private record Using(String key, KeyUse.Via via, String application, String sdk) {}

    AttemptLog(String node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * A call came to nothing.
     *
     * @param environment whose key it was, or null if the key is nobody's
     * @param key the id of that key, or null
     * @param address where it came from, empty if that is not known
     */
    public void failed(
            Trouble trouble, @Nullable EnvironmentId environment, @Nullable String key, Identity who, String address) {
        Instant now = clock.instant();
        var like = new Failing(trouble, key, who.application(), who.sdk(), address);
        synchronized (this) {
            Attempt before = attempts.get(like);
            attempts.put(
                    like,
                    before == null
                            ? new Attempt(
                                    trouble, environment, key, who.application(), who.sdk(), address, node, now, now, 1)
                            : before.again(now));
        }
    }

    /** A call with a good key was let in. */
    public void used(String key, EnvironmentId environment, KeyUse.Via via, Identity who) {
        Instant now = clock.instant();
        var like = new Using(key, via, who.application(), who.sdk());
        synchronized (this) {
            KeyUse before = uses.get(like);
            if (before == null || before.at().plus(GRAIN).isBefore(now)) {
                uses.put(like, new KeyUse(key, environment, via, who.application(), who.sdk(), now));
            }
        }
    }

    /** What this node alone knows about a project. */
    synchronized Attempts of(String project) {
        Instant now = clock.instant();
        attempts.values().removeIf(each -> each.lastAt().plus(ATTEMPTS_KEPT).isBefore(now));
        uses.values().removeIf(each -> each.at().plus(USES_KEPT).isBefore(now));
        return new Attempts(
                attempts.values().stream()
                        .filter(each ->
                                each.environment() == null || isOf(project).test(each.environment()))
                        .sorted(Comparator.comparing(Attempt::lastAt).reversed())
                        .toList(),
                uses.values().stream()
                        .filter(each -> isOf(project).test(each.environment()))
                        .sorted(Comparator.comparing(KeyUse::at).reversed())
                        .toList(),
                List.of());
    }

    private static Predicate<EnvironmentId> isOf(String project) {
        return environment -> environment.project().equals(project);
    }

    /** Forgets what was put or looked up longest ago. */
    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
