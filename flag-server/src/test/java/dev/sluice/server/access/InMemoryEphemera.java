package dev.sluice.server.access;

import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.StoreUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ephemera in this process's memory, expiring by the test's clock. */
public final class InMemoryEphemera implements Ephemera {

    private final InstantSource clock;
    private final Map<String, Entry> entries = new TreeMap<>();
    private boolean away;
    private RuntimeException fault;
    private Runnable afterRead = () -> {};
    private HeldRead held;
    private boolean losesNextAnswer;
    private boolean awayAfterNextWrite;
    private int callsUntilLate;
    private boolean lateIsDone;
    private int renewed;

    /** A read that waits, as for a store that takes its time. */
    public static final class HeldRead {
        private final CompletableFuture<Context> reader = new CompletableFuture<>();
        private final Promise<Void> answered = Promise.promise();

        /** Returns as soon as somebody reads. */
        public void await() {
            reader.orTimeout(20, TimeUnit.SECONDS).join();
        }

        /** Answers, and returns when the reader has done what follows. */
        public void answer() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            reader.join().runOnContext(turn -> {
                answered.complete();
                done.complete(null);
            });
            done.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    private record Entry(byte[] value, Instant until) {}

    public InMemoryEphemera(InstantSource clock) {
        this.clock = clock;
    }

    /** Cuts the store off, or lets it come back. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** Makes every call fail as a fault of ours would, or none if null. */
    public synchronized void fails(RuntimeException with) {
        fault = with;
    }

    /** The next write is stored, and whoever writes hears that the store is away. */
    public synchronized void loseNextAnswer() {
        losesNextAnswer = true;
    }

    /**
     * One call is answered too late: whoever called hears that the store is away.
     *
     * @param call which one from now on, 1 being the next
     * @param done whether what it asks is done all the same
     */
    public synchronized void lateAt(int call, boolean done) {
        callsUntilLate = call;
        lateIsDone = done;
    }

    /** After the next write the store is away. */
    public synchronized void awayAfterNextWrite() {
        awayAfterNextWrite = true;
    }

    /** How often something was renewed. */
    public synchronized int renewed() {
        return renewed;
    }

    /** For how long a value that is there still lives. */
    public synchronized Duration left(String digest) {
        return Duration.between(clock.instant(), entries.get(digest).until());
    }

    /** What happens once, right after the next value is read and before its reader goes on. */
    public synchronized void afterNextRead(Runnable what) {
        afterRead = what;
    }

    /** The next read waits until it is told to go on. */
    public synchronized HeldRead holdNextRead() {
        held = new HeldRead();
        return held;
    }

    /** Removes everything. */
    public synchronized void clear() {
        entries.clear();
    }

    /** Everything that is stored, as text: to look for what should not be there. */
    public synchronized String dump() {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, entry) ->
                text.append(key).append(' ').append(new String(entry.value())).append('\n'));
        return text.toString();
    }

    @Override
    public synchronized Future<Void> put(String digest, byte[] value, Duration ttl) {
        if (refuses()) {
            return gone();
        }
        entries.put(digest, new Entry(value.clone(), clock.instant().plus(ttl)));
        boolean lost = losesNextAnswer;
        losesNextAnswer = false;
        away = awayAfterNextWrite;
        awayAfterNextWrite = false;
        return lost ? gone() : answered(null);
    }

    @Override
    public synchronized Future<Optional<byte[]>> putIfAbsent(String digest, byte[] value, Duration ttl) {
        return get(digest)
                .compose(present -> present.isPresent()
                        ? Future.succeededFuture(present)
                        : put(digest, value, ttl).map(Optional.<byte[]>empty()));
    }

    @Override
    public synchronized Future<Boolean> replace(String digest, byte[] value, Duration ttl) {
        return get(digest)
                .compose(present -> present.isEmpty()
                        ? Future.succeededFuture(false)
                        : put(digest, value, ttl).map(true));
    }

    @Override
    public synchronized Future<Boolean> renew(String digest, byte[] value, Duration ttl) {
        if (refuses()) {
            return gone();
        }
        boolean same = holds(digest, value);
        if (same) {
            entries.put(digest, new Entry(value.clone(), clock.instant().plus(ttl)));
            renewed++;
        }
        return answered(same);
    }

    private boolean holds(String digest, byte[] value) {
        Entry entry = entries.get(digest);
        return entry != null && clock.instant().isBefore(entry.until()) && Arrays.equals(entry.value(), value);
    }

    @Override
    public synchronized Future<Optional<byte[]>> get(String digest) {
        if (fault != null) {
            return Future.failedFuture(fault);
        }
        if (refuses()) {
            return gone();
        }
        if (held != null) {
            HeldRead waiting = held;
            held = null;
            waiting.reader.complete(Vertx.currentContext());
            return waiting.answered.future().compose(answered -> get(digest));
        }
        Entry entry = entries.get(digest);
        Runnable then = afterRead;
        afterRead = () -> {};
        then.run();
        return answered(
                entry == null || !clock.instant().isBefore(entry.until())
                        ? Optional.empty()
                        : Optional.of(entry.value().clone()));
    }

    @Override
    public synchronized Future<Optional<byte[]>> take(String digest) {
        Future<Optional<byte[]>> value = get(digest);
        if (!value.failed() || isLateAndDone()) {
            entries.remove(digest);
        }
        return value;
    }

    @Override
    public synchronized Future<Void> remove(String digest) {
        if (refuses()) {
            return gone();
        }
        entries.remove(digest);
        return answered(null);
    }

    @Override
    public synchronized Future<Void> remove(String digest, byte[] value) {
        if (refuses()) {
            return gone();
        }
        if (holds(digest, value)) {
            entries.remove(digest);
        }
        return answered(null);
    }

    private boolean refuses() {
        callsUntilLate--;
        return away || (callsUntilLate == 0 && !lateIsDone);
    }

    private boolean isLateAndDone() {
        return callsUntilLate == 0 && lateIsDone;
    }

    private <T> Future<T> answered(T value) {
        return isLateAndDone() ? gone() : Future.succeededFuture(value);
    }

    private static <T> Future<T> gone() {
        return Future.failedFuture(new StoreUnavailableException("Redis does not answer", null));
    }
}
