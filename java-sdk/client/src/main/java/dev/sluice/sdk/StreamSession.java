package dev.sluice.sdk;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.sdk.internal.http.EventTooLargeException;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.ServerSentEvent;
import dev.sluice.sdk.internal.http.SseParser;
import dev.sluice.sdk.internal.http.Transport;
import dev.sluice.sdk.internal.http.UnansweredException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream, from the request to its end; whoever wants another one makes another session.
 *
 * <p>It reads events and brings {@link Held} forward. What contradicts itself ends the session, and nothing of it is
 * applied. What merely does not follow is asked for again beside the stream. It ends exactly once, with a {@link Loss},
 * and is silent after that. Belongs to the loop.
 */
final class StreamSession implements Transport.StreamHandler {

    /** What the session tells its owner. */
    interface Owner {

        /** The server introduces itself, or changes its numbers. */
        void greeted(Messages.Hello hello);

        /** The first event has come: the way is open. */
        void opened();

        /** {@link Held} has another state, of a server that stands like this. */
        void took(boolean urgent, Standing server);

        /** The server says that what is held is the newest. */
        void confirmed();

        /** What is held is not the newest, and is being asked for. */
        void doubted();

        /** The server itself is out of touch with its store. */
        void outOfTouch();

        /** The session is over. */
        void lost(Loss loss);
    }

    private static final int LARGEST_EVENT = 64 << 20;

    private final Wiring wiring;
    private final Held held;
    private final WireCodec codec;
    private final Owner owner;
    private final SseParser parser;
    private final Refetch refetch;
    private final Told told;

    private Transport.@Nullable Exchange exchange;
    private boolean over;
    private boolean open;
    private Standing server = Standing.IN_TOUCH;
    private long heardAt;
    private Loop.@Nullable Timer firstEventTimer;
    private Loop.@Nullable Timer silenceTimer;
    private Loop.@Nullable Timer leaveTimer;
    private long leaveAt;

    StreamSession(Wiring wiring, Held held, WireCodec codec, Owner owner) {
        this.wiring = wiring;
        this.held = held;
        this.codec = codec;
        this.owner = owner;
        this.told = new Told(held, wiring.complaints());
        this.parser = new SseParser(LARGEST_EVENT, this::event);
        this.refetch = new Refetch(wiring, codec, new Refetch.Taker() {
            @Override
            public void refetched(SnapshotEvent state, List<Delta> deltas) {
                StreamSession.this.refetched(state, deltas);
            }

            @Override
            public void notRefetched(Loss loss) {
                end(loss);
            }
        });
    }

    /** Asks for the stream, from what is held. */
    void start() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "text/event-stream");
        headers.put("Cache-Control", "no-cache");
        if (held.replica() != null) {
            headers.put("Last-Event-ID", held.replica().id().eventId().toString());
        }
        exchange = wiring.transport()
                .open(Request.get("/sdk/v1/stream", headers), wiring.timing().headWithin(), this);
    }

    /** Ends without telling the owner. */
    void close() {
        if (!over) {
            over = true;
            refetch.done();
            cancel(firstEventTimer);
            cancel(silenceTimer);
            cancel(leaveTimer);
            if (exchange != null) {
                exchange.cancel();
            }
        }
    }

    @Override
    public void head(Head head) {
        String contentType = head.header("Content-Type").orElse("");
        if (head.status() != 200) {
            end(Answers.loss(head, wiring));
        } else if (!contentType.startsWith("text/event-stream")) {
            end(Loss.failed("the server answered '" + contentType + "' instead of a stream"));
        } else {
            heardAt = wiring.loop().nanos();
            firstEventTimer = wiring.loop()
                    .after(
                            wiring.timing().firstEventWithin(),
                            () -> end(new Loss(
                                    Loss.Kind.HELD_BACK,
                                    "headers came, but no event within "
                                            + wiring.timing().firstEventWithin()
                                            + ": something between holds the stream back",
                                    null)));
            watchSilence(wiring.timing().silence());
        }
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        heardAt = wiring.loop().nanos();
        try {
            parser.feed(bytes);
        } catch (EventTooLargeException tooLarge) {
            end(Loss.failed(String.valueOf(tooLarge.getMessage())));
        }
    }

    @Override
    public void ended(@Nullable IOException cause) {
        if (leaveTimer != null) {
            end(new Loss(Loss.Kind.DISMISSED, "dismissed", untilLeaving()));
        } else {
            end(loss(cause));
        }
    }

    private Loss loss(@Nullable IOException cause) {
        if (cause == null) {
            return Loss.failed("the server ended the stream");
        }
        boolean unanswered = cause instanceof UnansweredException && firstEventTimer == null;
        return unanswered
                ? new Loss(
                        Loss.Kind.UNANSWERED,
                        "no headers within " + wiring.timing().headWithin()
                                + ": the server stands still, or something between holds the stream back",
                        null)
                : Answers.loss(cause);
    }

    private void event(ServerSentEvent event) {
        if (over) {
            return;
        }
        if (!open) {
            open = true;
            cancel(firstEventTimer);
            owner.opened();
        }
        try {
            understand(event);
        } catch (WireException contradictory) {
            end(Loss.failed("an event '" + event.type() + "' is damaged: " + contradictory.getMessage()));
        }
    }

    private void understand(ServerSentEvent event) {
        byte[] data = event.data();
        switch (event.type()) {
            case "hello" -> owner.greeted(Messages.hello(data));
            case "snapshot" -> {
                SnapshotEvent state = codec.decodeSnapshot(data);
                told.by(event, state.id());
                snapshot(state);
            }
            case "delta" -> {
                Delta delta = codec.decodeDelta(data);
                told.by(event, delta.target());
                delta(delta, data.length);
            }
            case "heartbeat" -> heartbeat(Messages.stateId(data));
            case "refetch" -> refetch(Messages.stateId(data), Messages.millis(data, "withinMillis"));
            case "stale" -> {
                server = Standing.lost(
                        Messages.staleForMillis(data), wiring.loop().nanos());
                owner.outOfTouch();
            }
            case "fresh" -> {
                server = Standing.IN_TOUCH;
                if (told.isHeld()) {
                    settle();
                } else {
                    owner.doubted();
                }
            }
            case "bye" -> bye(Messages.text(data, "reason"), Messages.millis(data, "reconnectAfterMillis"));
            default -> {
                // An event of a newer server: not for us.
            }
        }
    }

    private void delta(Delta delta, int size) {
        switch (held.offer(delta)) {
            case TAKEN, TAKEN_FROM_FORK -> {
                owner.took(delta.urgent(), server);
                settle();
            }
            case SAME, OLDER -> {
                // A repeat of what is held already.
            }
            case GAP -> holdAndAskAgain(delta, size);
            case FORK -> {
                told.alarm(delta.target());
                holdAndAskAgain(delta, size);
            }
        }
    }

    private void holdAndAskAgain(Delta delta, int size) {
        refetch.hold(delta, size);
        askAgain();
    }

    private void snapshot(SnapshotEvent state) {
        List<Delta> deltas = refetch.held();
        refetch.done();
        Held.Verdict verdict = take(state, deltas);
        if (told.isAhead()) {
            askAgain();
        } else {
            conclude(verdict, state.id());
        }
    }

    /**
     * The state that was asked for beside the stream. Any node may have answered, also one that is behind this one's: then what it has does
     * for now, and is asked for again, ever more patiently, until it is what the stream told of, or the stream is given up.
     */
    private void refetched(SnapshotEvent state, List<Delta> deltas) {
        Held.Verdict verdict = take(state, deltas);
        if (told.isAhead()) {
            owner.doubted();
            refetch.again(Loss.failed("the state that was asked for, "
                    + state.id().eventId() + ", is behind what the stream told of, " + told));
        } else {
            refetch.done();
            conclude(verdict, state.id());
        }
    }

    /** Takes a state, and then whatever of the deltas follows it. */
    private Held.Verdict take(SnapshotEvent state, List<Delta> deltas) {
        Held.Verdict verdict = held.offer(state);
        if (verdict == Held.Verdict.TAKEN_FROM_FORK) {
            told.alarm(state.id());
        }
        if (verdict == Held.Verdict.TAKEN || verdict == Held.Verdict.TAKEN_FROM_FORK) {
            owner.took(false, server);
        }
        for (Delta delta : deltas) {
            Held.Verdict next = held.offer(delta);
            if (next == Held.Verdict.TAKEN) {
                owner.took(delta.urgent(), server);
            } else if (next == Held.Verdict.FORK) {
                told.alarm(delta.target());
            }
        }
        return verdict;
    }

    private void conclude(Held.Verdict verdict, StateId arrived) {
        if (verdict == Held.Verdict.OLDER && told.isBehind()) {
            behind(arrived);
        } else {
            settle();
        }
    }

    private void heartbeat(StateId beat) {
        told.of(beat);
        if (refetch.pending()) {
            return;
        }
        switch (held.compare(beat)) {
            case SAME -> settle();
            case OLDER -> behind(beat);
            case FORK -> {
                told.alarm(beat);
                askAgain();
            }
            default -> askAgain();
        }
    }

    private void refetch(StateId there, Duration within) {
        told.of(there);
        if (held.compare(there) == Held.Verdict.SAME) {
            settle();
        } else if (told.isAhead()) {
            refetch.within(within);
            owner.doubted();
        }
    }

    private void bye(String reason, Duration reconnectAfter) {
        if ("revoked".equals(reason)) {
            end(new Loss(Loss.Kind.REFUSED, "the SDK key was revoked", null));
        } else if (leaveTimer == null) {
            leaveAt = wiring.loop().nanos() + reconnectAfter.toNanos();
            leaveTimer = wiring.loop()
                    .after(reconnectAfter, () -> end(new Loss(Loss.Kind.DISMISSED, "dismissed", Duration.ZERO)));
        }
    }

    private Duration untilLeaving() {
        return Duration.ofNanos(Math.max(0, leaveAt - wiring.loop().nanos()));
    }

    private void askAgain() {
        refetch.within(wiring.timing().askAgainWithin());
        owner.doubted();
    }

    /** The node has less than is held here; it will catch up, and until then it cannot say what is newest. */
    private void behind(StateId theirs) {
        told.complainOfLess(theirs);
        owner.doubted();
    }

    private void settle() {
        if (!server.inTouch()) {
            owner.outOfTouch();
        } else if (refetch.pending()) {
            owner.doubted();
        } else {
            owner.confirmed();
        }
    }

    private void watchSilence(Duration left) {
        silenceTimer = wiring.loop().after(left, () -> {
            Duration silent = Duration.ofNanos(wiring.loop().nanos() - heardAt);
            Duration remaining = wiring.timing().silence().minus(silent);
            if (remaining.isNegative() || remaining.isZero()) {
                end(Loss.failed("the stream said nothing for " + wiring.timing().silence()));
            } else {
                watchSilence(remaining);
            }
        });
    }

    private void end(Loss loss) {
        if (!over) {
            close();
            owner.lost(loss);
        }
    }

    private static void cancel(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
