package dev.sluice.sdk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.FlagInfo;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.Strata;
import dev.sluice.engine.model.Guard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches guarded decisions: their outcomes, the breakers of their flags, and which arms a user has met, so that numbers that come
 * later can be put down to them. What is kept of a user is the key and its arms, in this process only, for an hour since the last
 * visit and for at most {@value #MOST_USERS} users. Thread-safe.
 */
final class Watching {

    static final int MOST_USERS = 10_000;

    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final double LARGEST_VALUE = 1e100; // so that no sum of squares leaves the doubles
    private static final int LONGEST_REGION = 100;

    private record BreakerKey(String flag, String variation, String baseline) {}

    private record GuardedFlags(Snapshot of, List<String> keys) {}

    private final LongSupplier nanos;
    private final Unanswered unanswered;
    private final Map<BreakerKey, Breaker> breakers = new ConcurrentHashMap<>();
    private final Cache<String, Map<String, Arm>> met;
    private volatile @Nullable GuardedFlags guarded;

    Watching(LongSupplier nanos, Unanswered unanswered) {
        this.nanos = nanos;
        this.unanswered = unanswered;
        this.met = Caffeine.newBuilder()
                .maximumSize(MOST_USERS)
                .expireAfterAccess(REMEMBERED_FOR)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** Decides a flag, and prepares to watch what comes of it. */
    Guarded guarded(@Nullable Live live, String flag, @Nullable Context context) {
        Decision decision = Reads.decide(live, flag, context, unanswered);
        String variation = decision.variation();
        if (live == null || context == null || variation == null) {
            return new Guarded(decision, null);
        }
        FlagInfo info = live.snapshot().flag(flag);
        Guard guard = info == null ? null : info.guard();
        Arm arm = arm(live, flag, decision, variation, context, guard);
        String user = context.targetingKey();
        return new Guarded(decision, new Watch(this, user, arm, guard, decision.booleanValue(false)));
    }

    /** Puts a number down to the arms that the user has met. */
    void track(@Nullable Live live, String metric, @Nullable Context context, double value) {
        if (!NAME.matcher(metric).matches() || !(Math.abs(value) <= LARGEST_VALUE)) {
            unanswered
                    .complaints()
                    .warn("A tracked metric is ignored: expected a name of 1 to 100 letters, digits, '.', '_' and '-',"
                            + " and a number up to 1e100");
            return;
        }
        Outcomes outcomes = outcomes();
        if (outcomes != null && live != null && context != null) {
            arms(live, context).forEach(arm -> outcomes.add(arm, metric, value));
        }
    }

    Breaker breaker(String flag, Guard guard) {
        return breakers.computeIfAbsent(
                new BreakerKey(flag, guard.variation(), guard.baseline()), first -> new Breaker());
    }

    void met(@Nullable String user, Arm arm) {
        if (user != null && unanswered.counts() != null) {
            met.asMap()
                    .computeIfAbsent(user, first -> new ConcurrentHashMap<>())
                    .put(arm.flag(), arm);
        }
    }

    void outcome(Arm arm, double millis, @Nullable String error) {
        Outcomes outcomes = outcomes();
        if (outcomes != null) {
            outcomes.add(arm, millis, error);
        }
    }

    void opened(Arm arm, Guard limits) {
        unanswered
                .complaints()
                .warn("Flag '" + arm.flag() + "': variation '" + limits.variation()
                        + "' fails in this process; serving '" + limits.baseline()
                        + "' instead, and trying again every " + limits.probeAfterMillis() + " ms");
    }

    /** What was met by guarded decisions, and what plain reads of guarded flags give, as far as this process asks for them. */
    private Iterable<Arm> arms(Live live, Context context) {
        String user = context.targetingKey();
        if (user == null) {
            return List.of();
        }
        Map<String, Arm> arms = new HashMap<>(met.asMap().getOrDefault(user, Map.of()));
        Counts counts = unanswered.counts();
        for (String flag : guardedFlags(live.snapshot())) {
            if (!arms.containsKey(flag) && counts != null && counts.wasAsked(flag)) {
                Decision decision = Reads.look(live, flag, context);
                String variation = decision.variation();
                FlagInfo info = live.snapshot().flag(flag);
                if (variation != null && info != null) {
                    arms.put(flag, arm(live, flag, decision, variation, context, info.guard()));
                }
            }
        }
        return arms.values();
    }

    private static Arm arm(
            Live live, String flag, Decision decision, String variation, Context context, @Nullable Guard guard) {
        int replicate = Strata.replicate(live.snapshot(), flag, decision, context, live.evaluator());
        String by = guard == null ? null : guard.region();
        String region = by == null ? null : Strata.region(by, context, live.evaluator());
        return new Arm(
                flag,
                decision.flagVersion(),
                decision.place(),
                variation,
                variation,
                replicate < 0 ? ThreadLocalRandom.current().nextInt(Strata.REPLICATES) : replicate,
                region == null || region.length() > LONGEST_REGION ? null : region);
    }

    private List<String> guardedFlags(Snapshot snapshot) {
        GuardedFlags known = guarded;
        if (known == null || known.of() != snapshot) {
            known = new GuardedFlags(
                    snapshot,
                    snapshot.flagKeys().stream()
                            .filter(key -> isGuarded(snapshot, key))
                            .toList());
            guarded = known;
        }
        return known.keys();
    }

    private static boolean isGuarded(Snapshot snapshot, String key) {
        FlagInfo info = snapshot.flag(key);
        return info != null && info.guard() != null;
    }

    private @Nullable Outcomes outcomes() {
        Counts counts = unanswered.counts();
        return counts == null ? null : counts.outcomes();
    }
}
