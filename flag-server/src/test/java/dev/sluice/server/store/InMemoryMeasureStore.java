package dev.sluice.server.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Measures in this process's memory, kept for ever; outages, and answers that get lost on the way back, are the test's. */
public final class InMemoryMeasureStore implements MeasureStore {

    private final Map<EnvironmentId, Map<String, Set<Long>>> taken = new TreeMap<>();
    private final Map<String, Map.Entry<String, List<Boolean>>> answers = new HashMap<>();
    private final Map<ChunkId, Map<String, byte[]>> chunks = new HashMap<>();
    private final Map<Use, Map<EnvironmentId, Map<String, Instant>>> used = new HashMap<>();
    private final Map<Use, Map<EnvironmentId, Instant>> since = new HashMap<>();
    private boolean away;
    private int loseAnswers;
    private int mostAskedFor;

    /** Cuts the store off, or lets it come back. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** The next answers to claims get lost after the claims were made. */
    public synchronized void loseAnswers(int count) {
        loseAnswers = count;
    }

    /** How many entries there are. */
    public synchronized int chunks() {
        return chunks.values().stream().mapToInt(Map::size).sum();
    }

    /** How many chunks the largest reading so far asked for. */
    public synchronized int mostAskedFor() {
        return mostAskedFor;
    }

    @Override
    public synchronized Future<List<Boolean>> claim(
            EnvironmentId environment, String node, String token, List<Claim> claims) {
        if (away) {
            return gone();
        }
        String asker = environment + " " + node;
        Map.Entry<String, List<Boolean>> before = answers.get(asker);
        if (before != null && before.getKey().equals(token)) {
            return Future.succeededFuture(before.getValue());
        }
        Map<String, Set<Long>> sessions = taken.computeIfAbsent(environment, key -> new HashMap<>());
        List<Boolean> answer = new ArrayList<>();
        for (Claim claim : claims) {
            Set<Long> numbers = sessions.computeIfAbsent(claim.session(), key -> new HashSet<>());
            answer.add(numbers.add(claim.seq()));
        }
        answers.put(asker, Map.entry(token, answer));
        if (loseAnswers > 0) {
            loseAnswers--;
            return gone();
        }
        return Future.succeededFuture(answer);
    }

    @Override
    public synchronized Future<Void> put(ChunkId chunk, String writer, byte[] content, Duration ttl) {
        if (away) {
            return gone();
        }
        chunks.computeIfAbsent(chunk, key -> new TreeMap<>()).put(writer, content.clone());
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<byte[]>> read(List<ChunkId> wanted) {
        mostAskedFor = Math.max(mostAskedFor, wanted.size());
        if (away) {
            return gone();
        }
        List<byte[]> contents = new ArrayList<>();
        wanted.forEach(
                chunk -> contents.addAll(chunks.getOrDefault(chunk, Map.of()).values()));
        return Future.succeededFuture(contents);
    }

    @Override
    public synchronized Future<Void> used(EnvironmentId environment, Use use, Map<String, Instant> flags) {
        if (away) {
            return gone();
        }
        if (flags.isEmpty()) {
            return Future.succeededFuture();
        }
        used.computeIfAbsent(use, key -> new HashMap<>())
                .computeIfAbsent(environment, key -> new HashMap<>())
                .putAll(flags);
        since.computeIfAbsent(use, key -> new HashMap<>()).putIfAbsent(environment, Collections.min(flags.values()));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> forgetUses(EnvironmentId environment, Use use, Instant before) {
        if (away) {
            return gone();
        }
        used.getOrDefault(use, Map.of())
                .getOrDefault(environment, new HashMap<>())
                .values()
                .removeIf(at -> at.isBefore(before));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Uses> used(EnvironmentId environment, Use use) {
        return away
                ? gone()
                : Future.succeededFuture(Uses.of(
                        used.getOrDefault(use, Map.of()).getOrDefault(environment, Map.of()),
                        since.getOrDefault(use, Map.of()).get(environment)));
    }

    private static <T> Future<T> gone() {
        return Future.failedFuture(new StoreUnavailableException("the test took it away", null));
    }
}
