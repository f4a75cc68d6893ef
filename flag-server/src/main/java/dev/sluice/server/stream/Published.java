package dev.sluice.server.stream;

import dev.sluice.engine.EventId;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One state of one environment, ready to be sent: each form of it (snapshot event, poll body, gzipped poll body, heartbeat, delta from a
 * given older state) is encoded at most once and its bytes are shared by every session. What is as large as the environment is encoded
 * off the event loops, and kept only in the form that was asked for. Thread-safe.
 */
final class Published {

    private static final WireCodec CODEC = new WireCodec();

    /** What a record takes in a snapshot besides its own bytes and its key: its hash, names, quotes. */
    private static final int AROUND_A_RECORD = 88;

    private static final int AROUND_ALL = 256;

    private final Replica replica;
    private final Past past;
    private final Executor encoders;
    private final int largestEvent;
    private final long atNanos;
    private final Map<StateId, Optional<Buffer>> deltas = new ConcurrentHashMap<>();
    private final Once json = new Once();
    private final Once event = new Once();
    private final Once gzipped = new Once();
    private volatile @Nullable Buffer heartbeat;
    private volatile long bytes = -1;

    private Published(Replica replica, Past past, Executor encoders, int largestEvent, long atNanos) {
        this.replica = replica;
        this.past = past;
        this.encoders = encoders;
        this.largestEvent = largestEvent;
        this.atNanos = atNanos;
    }

    /**
     * The first state known here.
     *
     * @param largestEvent bytes of the largest event that is streamed
     * @param atNanos when it was, by the node's ticker
     */
    static Published first(Replica replica, Executor encoders, int largestEvent, long atNanos) {
        return new Published(replica, Past.NONE, encoders, largestEvent, atNanos);
    }

    /** The state after this one; the delta that leads there, unless it is too large, is encoded at once, for nearly every session wants it. */
    Published then(Replica newer, boolean urgent, long nanos) {
        StateId mine = id();
        if (!newer.id().epoch().equals(mine.epoch())) {
            return first(newer, encoders, largestEvent, nanos);
        }
        Delta delta = replica.deltaTo(newer, urgent);
        var step = new Past.Step(mine, delta.flags().keySet(), delta.segments().keySet(), urgent);
        var next = new Published(newer, past.then(step), encoders, largestEvent, nanos);
        next.deltas.put(mine, next.eventOf(delta));
        return next;
    }

    StateId id() {
        return replica.id();
    }

    /** When it was published, by the node's ticker. */
    long atNanos() {
        return atNanos;
    }

    /** The remembered state that an event id names: this one, an older one, or null. */
    @Nullable
    StateId find(EventId wanted) {
        return wanted.matches(id()) ? id() : past.find(wanted);
    }

    /** The event that leads from an older state here, or null if only the whole state does: that state is forgotten, or too far. */
    @Nullable
    Buffer deltaFrom(StateId from) {
        return deltas.computeIfAbsent(from, this::encodeDelta).orElse(null);
    }

    private Optional<Buffer> encodeDelta(StateId from) {
        Delta delta = past.since(from, replica);
        return delta == null ? Optional.empty() : eventOf(delta);
    }

    /** Nothing of one that is too large for an event: what is as large as an import must not be made for each who comes back. */
    private Optional<Buffer> eventOf(Delta delta) {
        if (leastBytes(delta.flags()) + leastBytes(delta.segments()) > largestEvent) {
            return Optional.empty();
        }
        Buffer event = Events.delta(id(), CODEC.encodeDelta(delta));
        return event.length() > largestEvent ? Optional.empty() : Optional.of(event);
    }

    /** The records' own bytes, which the event has besides everything else. */
    private static long leastBytes(SortedMap<String, Optional<WireRecord>> records) {
        long sum = 0;
        for (Optional<WireRecord> record : records.values()) {
            sum += record.map(some -> some.bytes().length).orElse(0);
        }
        return sum;
    }

    /** The event {@code heartbeat} for a session that has this state. */
    Buffer heartbeat() {
        Buffer made = heartbeat;
        if (made == null) {
            made = Events.heartbeat(id());
            heartbeat = made;
        }
        return made;
    }

    /** About how many bytes the snapshot has, without encoding it: never less than it has. */
    long bytes() {
        long counted = bytes;
        if (counted < 0) {
            counted = AROUND_ALL + bytes(replica.flags()) + bytes(replica.segments());
            bytes = counted;
        }
        return counted;
    }

    private static long bytes(SortedMap<String, WireRecord> records) {
        long sum = 0;
        for (Map.Entry<String, WireRecord> entry : records.entrySet()) {
            sum += entry.getKey().length() + entry.getValue().bytes().length + AROUND_A_RECORD;
        }
        return sum;
    }

    /** The event {@code snapshot}. */
    Future<Buffer> snapshotEvent() {
        return event.get(() -> encode(() -> Events.snapshot(id(), encodeSnapshot())));
    }

    /** The data of that event, as the poll answers it. */
    Future<Buffer> json() {
        return json.get(() -> encode(() -> Events.shared(encodeSnapshot())));
    }

    /** The same, compressed. */
    Future<Buffer> gzippedJson() {
        return gzipped.get(() -> encode(() -> Events.shared(gzip(encodeSnapshot()))));
    }

    private byte[] encodeSnapshot() {
        return CODEC.encodeSnapshot(id(), replica.flags(), replica.segments());
    }

    private Future<Buffer> encode(Supplier<Buffer> encoding) {
        Promise<Buffer> promise = Promise.promise();
        try {
            encoders.execute(() -> {
                try {
                    promise.complete(encoding.get());
                } catch (RuntimeException | Error e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException stopping) {
            promise.fail(stopping);
        }
        return promise.future();
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (var gzip = new QuickGzip(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Compresses in a third of the usual time, to a tenth more: while a herd waits, the next revision may be there already. */
    private static final class QuickGzip extends GZIPOutputStream {

        private static final int BUFFER = 64 * 1024;

        QuickGzip(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** A form that is made when it is first asked for. */
    private static final class Once {

        private final AtomicReference<@Nullable Promise<Buffer>> made = new AtomicReference<>();

        Future<Buffer> get(Supplier<Future<Buffer>> making) {
            Promise<Buffer> mine = Promise.promise();
            Promise<Buffer> first = made.compareAndExchange(null, mine);
            if (first != null) {
                return first.future();
            }
            making.get().onComplete(mine);
            return mine.future();
        }
    }
}
