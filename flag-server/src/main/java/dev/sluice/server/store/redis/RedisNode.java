package dev.sluice.server.store.redis;

import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.RedisURI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One Redis as seen from here: its lines, its circuit, and the turn of writes. Writes go one by one: a {@code WAIT} holds up
 * whatever follows on its connection, and a write that sits behind it would time out without having been looked at. Safe on any
 * thread.
 */
final class RedisNode {

    private static final int MOST_WAITING = 1_000;
    private static final long LONGEST_TURN_NANOS = 1_000_000_000;

    private final String name;
    private final Circuit circuit;
    private final Map<Line.Purpose, Line> lines = new EnumMap<>(Line.Purpose.class);
    private final LongSupplier nanos;
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private boolean writing;
    private volatile @Nullable String refusal;

    RedisNode(
            String name,
            RedisClients clients,
            RedisURI uri,
            LongSupplier nanos,
            RandomGenerator random,
            Runnable onClose) {
        this.name = name;
        this.nanos = nanos;
        this.circuit = new Circuit(nanos, random);
        for (Line.Purpose purpose : Line.Purpose.values()) {
            lines.put(
                    purpose,
                    new Line(
                            clients.client(purpose),
                            uri,
                            RedisClients.patience(purpose),
                            purpose == Line.Purpose.ASIDE ? onClose : () -> {}));
        }
    }

    String name() {
        return name;
    }

    Circuit circuit() {
        return circuit;
    }

    Line line(Line.Purpose purpose) {
        return Objects.requireNonNull(lines.get(purpose));
    }

    /** Why it takes no writes though it answers, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    void refuses(@Nullable String why) {
        refusal = why;
    }

    /** Closes every line; what was not answered fails. */
    void drop() {
        lines.values().forEach(Line::drop);
    }

    /** Runs the write when its turn comes; refused, with nothing sent, when that takes over a second. */
    <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> write) {
        var result = new CompletableFuture<T>();
        long latest = nanos.getAsLong() + LONGEST_TURN_NANOS;
        Runnable turn = () -> {
            if (nanos.getAsLong() - latest > 0) {
                result.completeExceptionally(new StoreUnavailableException(
                        "writes to Redis at " + name + " take long; this one was not begun within a second", null));
                next();
                return;
            }
            write.get().whenComplete((value, error) -> {
                next();
                if (error == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(error);
                }
            });
        };
        synchronized (turns) {
            if (turns.size() >= MOST_WAITING) {
                return CompletableFuture.failedStage(new StoreUnavailableException(
                        MOST_WAITING + " writes wait for Redis at " + name + " already", null));
            }
            if (writing) {
                turns.add(turn);
                return result;
            }
            writing = true;
        }
        turn.run();
        return result;
    }

    private void next() {
        Runnable turn;
        synchronized (turns) {
            turn = turns.poll();
            writing = turn != null;
        }
        if (turn != null) {
            turn.run();
        }
    }
}
