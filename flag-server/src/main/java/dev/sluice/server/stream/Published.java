package dev.sluice.server.stream;

import dev.sluice.engine.EventId;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One state of one environment, ready to be sent: each form of it (snapshot event, poll body, gzipped poll body, delta from a given
 * older state) is encoded at most once and its bytes are shared by every session. What is as large as the environment is encoded off the
 * event loops. Thread-safe.
 */
final class Published {

    private static final WireCodec CODEC = new WireCodec();

    private final Replica replica;
    private final Past past;
    private final Executor encoders;
    private final Map<StateId, Optional<Buffer>> deltas = new ConcurrentHashMap<>();
    private final Once json = new Once();
    private final Once event = new Once();
    private final Once gzipped = new Once();

    private Published(Replica replica, Past past, Executor encoders) {
        this.replica = replica;
        this.past = past;
        this.encoders = encoders;
    }

    /** The first state known here. */
    static Published first(Replica replica, Executor encoders) {
        return new Published(replica, Past.NONE, encoders);
    }

    /** The state after this one; the delta that leads there is encoded at once, for nearly every session wants it. */
    Published then(Replica newer, boolean urgent) {
        StateId mine = id();
        if (!newer.id().epoch().equals(mine.epoch())) {
            return first(newer, encoders);
        }
        Delta delta = replica.deltaTo(newer, urgent);
        var step = new Past.Step(mine, delta.flags().keySet(), delta.segments().keySet(), urgent);
        var next = new Published(newer, past.then(step), encoders);
        next.deltas.put(mine, Optional.of(Events.delta(newer.id(), CODEC.encodeDelta(delta))));
        return next;
    }

    StateId id() {
        return replica.id();
    }

    /** The flags that differ from the state before; none if that is not known here. */
    Set<String> flagsOfLastStep() {
        return past.flagsOfLastStep();
    }

    /** The remembered state that an event id names: this one, an older one, or null. */
    @Nullable
    StateId find(EventId wanted) {
        return wanted.matches(id()) ? id() : past.find(wanted);
    }

    /** The event that leads from an older state here, or null if only a snapshot does. */
    @Nullable
    Buffer deltaFrom(StateId from) {
        return deltas.computeIfAbsent(from, this::encodeDelta).orElse(null);
    }

    private Optional<Buffer> encodeDelta(StateId from) {
        Delta delta = past.since(from, replica);
        return delta == null ? Optional.empty() : Optional.of(Events.delta(id(), CODEC.encodeDelta(delta)));
    }

    /** The event {@code snapshot}. */
    Future<Buffer> snapshotEvent() {
        return event.get(() -> json().map(data -> Events.snapshot(id(), data.getBytes())));
    }

    /** The data of that event, as the poll answers it. */
    Future<Buffer> json() {
        return json.get(
                () -> encode(() -> Buffer.buffer(CODEC.encodeSnapshot(id(), replica.flags(), replica.segments()))));
    }

    /** The same, compressed. */
    Future<Buffer> gzippedJson() {
        return gzipped.get(() -> json().compose(data -> encode(() -> gzip(data.getBytes()))));
    }

    private Future<Buffer> encode(Supplier<Buffer> encoding) {
        Promise<Buffer> promise = Promise.promise();
        encoders.execute(() -> {
            try {
                promise.complete(encoding.get());
            } catch (RuntimeException | Error e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private static Buffer gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(out.toByteArray());
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
