package dev.sluice.server.measures;

import dev.sluice.server.json.Fields;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import dev.sluice.server.store.MeasureStore.Use;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When flags were used last, to the minute, as far as this node was told: held for a day, so that each minute is written once, and written
 * to the store. What there is no room for is not noted, and that is noted instead: nobody may conclude from it that a flag is not used.
 * Thread-safe.
 */
final class LastUses {
    private static final Logger log = LoggerFactory.getLogger(LastUses.class);
    private static final long MINUTES_HELD = Duration.ofDays(1).toMinutes();
    private static final Duration APPLICATIONS_KEPT = Duration.ofDays(90);
    private static final long MINUTES_BETWEEN_FORGETTING = Duration.ofHours(6).toMinutes();

    private final MeasureStore store;
    private final int most;
    private final Map<Use, Map<FlagId, Long>> known = new EnumMap<>(Use.class);
    private final Map<Use, Map<FlagId, Long>> unwritten = new EnumMap<>(Use.class);
    private final Map<EnvironmentId, Long> forgotten = new ConcurrentHashMap<>();
    private final AtomicLong tidied = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();

    /**
     * Nothing yet.
     *
     * @param most how many there is room for, of each kind of use
     */
    LastUses(MeasureStore store, int most) {
        this.store = store;
        this.most = most;
        for (Use use : Use.values()) {
            known.put(use, new ConcurrentHashMap<>());
            unwritten.put(use, new ConcurrentHashMap<>());
        }
    }

    /**
     * Notes a use.
     *
     * @param what beyond the flag, or an empty text
     * @param minute since 1970
     */
    void note(Use use, EnvironmentId environment, String flag, String what, long minute) {
        Map<FlagId, Long> held = of(known, use);
        var id = new FlagId(environment, flag + what);
        Long before = held.get(id);
        if (before != null && before >= minute) {
            return;
        }
        if (before == null && !Fields.KEY.matcher(flag).matches()) {
            return;
        }
        if (before == null && held.size() >= most) {
            of(unwritten, use).put(new FlagId(environment, MeasureStore.UNNOTED), minute);
            if (full.compareAndSet(false, true)) {
                log.warn(
                        "{} uses of flags are held ({}), and {} of {} has no room: who uses flags there is not known",
                        most,
                        use,
                        id.flag(),
                        environment);
            }
            return;
        }
        held.put(id, minute);
        of(unwritten, use).put(id, minute);
    }

    /** Writes what is not written yet. */
    Future<Void> write() {
        List<Future<Void>> all = new ArrayList<>();
        unwritten.forEach((use, flags) -> {
            Map<EnvironmentId, Map<String, Instant>> byEnvironment = new HashMap<>();
            Map<FlagId, Long> now = new HashMap<>(flags);
            now.forEach((id, minute) -> byEnvironment
                    .computeIfAbsent(id.environment(), key -> new HashMap<>())
                    .put(id.flag(), at(minute)));
            byEnvironment.forEach((environment, times) -> all.add(store.used(environment, use, times)
                    .onSuccess(done -> times.forEach(
                            (flag, at) -> flags.remove(new FlagId(environment, flag), at.getEpochSecond() / 60)))));
        });
        return Future.join(all).mapEmpty();
    }

    /** Once a minute: makes room, and lets the store forget applications that used flags last long ago. */
    void tidy(Instant now) {
        long minute = now.getEpochSecond() / 60;
        if (tidied.getAndSet(minute) == minute) {
            return;
        }
        boolean room = true;
        for (Use use : Use.values()) {
            Map<FlagId, Long> waiting = of(unwritten, use);
            of(known, use)
                    .entrySet()
                    .removeIf(id -> id.getValue() < minute - MINUTES_HELD && !waiting.containsKey(id.getKey()));
            room &= of(known, use).size() < most;
        }
        if (room) {
            full.set(false);
        }
        Set<EnvironmentId> environments = new HashSet<>();
        of(known, Use.BY_APPLICATION).keySet().forEach(id -> environments.add(id.environment()));
        for (EnvironmentId environment : environments) {
            Long last = forgotten.get(environment);
            if (last == null || last <= minute - MINUTES_BETWEEN_FORGETTING) {
                store.forgetUses(environment, Use.BY_APPLICATION, now.minus(APPLICATIONS_KEPT))
                        .onSuccess(done -> forgotten.put(environment, minute))
                        .onFailure(away -> log.debug("old uses wait for the store", away));
            }
        }
    }

    private static Map<FlagId, Long> of(Map<Use, Map<FlagId, Long>> all, Use use) {
        return all.getOrDefault(use, Map.of());
    }

    private static Instant at(long minute) {
        return Instant.ofEpochSecond(60 * minute);
    }
}
