package dev.sluice.sdk;

import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asking for the whole state beside a stream: because the server said so, or because what came does not follow what is
 * held. One request at most is under way; deltas that come meanwhile are held for the state to arrive. Belongs to the
 * loop.
 */
final class Refetch {

    static final Map<String, String> SNAPSHOT_HEADERS = Map.of("Accept", "application/json", "Accept-Encoding", "gzip");

    private static final int MOST_DELTAS = 1_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_ATTEMPTS = 5;

    /** Where the outcome goes. */
    interface Taker {

        /**
         * The state came. Whoever takes it says what next: {@link Refetch#done}, or {@link Refetch#again}.
         *
         * @param held deltas that were held for it, oldest first; they stay held
         */
        void refetched(SnapshotEvent state, List<Delta> held);

        /** It could not be had; the stream is of no use without it. */
        void notRefetched(Loss loss);
    }

    private final Wiring wiring;
    private final WireCodec codec;
    private final Taker taker;
    private final Backoff backoff;
    private final List<Delta> deltas = new ArrayList<>();
    private long bytes;
    private boolean pending;
    private int attempts;
    private Loop.@Nullable Timer timer;
    private Transport.@Nullable Exchange underWay;

    Refetch(Wiring wiring, WireCodec codec, Taker taker) {
        this.wiring = wiring;
        this.codec = codec;
        this.taker = taker;
        this.backoff =
                new Backoff(wiring.timing().backoffLeast(), wiring.timing().backoffMost(), wiring.random());
    }

    boolean pending() {
        return pending;
    }

    /** Asks after a delay drawn between nothing and this; without effect when that is under way already. */
    void within(Duration most) {
        if (!pending) {
            pending = true;
            attempts = 0;
            backoff.reset();
            askAfter(Duration.ofNanos(wiring.random().nextLong(most.toNanos() + 1)));
        }
    }

    /** Keeps a delta for the state to come. More than the bound are let go: what then arrives will show the gap. */
    void hold(Delta delta, int size) {
        bytes += size;
        if (deltas.size() < MOST_DELTAS && bytes <= MOST_BYTES) {
            deltas.add(delta);
        }
    }

    /** What was asked for is here, or no longer needed; what was held for it is let go. */
    void done() {
        pending = false;
        deltas.clear();
        bytes = 0;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
    }

    /** The deltas that are held, oldest first. */
    List<Delta> held() {
        return List.copyOf(deltas);
    }

    /** What came was of no use: asks again, later, unless that was tried often enough. */
    void again(Loss loss) {
        attempts++;
        if (attempts >= MOST_ATTEMPTS || loss.kind() == Loss.Kind.REFUSED) {
            done();
            taker.notRefetched(loss);
            return;
        }
        askAfter(backoff.after(loss.waitFor()));
    }

    private void askAfter(Duration delay) {
        timer = wiring.loop().after(delay, () -> {
            timer = null;
            ask();
        });
    }

    private void ask() {
        Request request = Request.get("/sdk/v1/snapshot", SNAPSHOT_HEADERS);
        underWay = wiring.transport().send(request, wiring.timing().answerWithin(), new Transport.AnswerHandler() {
            @Override
            public void answered(Head head, byte[] body) {
                underWay = null;
                if (head.status() == 200) {
                    arrived(body);
                } else {
                    again(Answers.loss(head, wiring));
                }
            }

            @Override
            public void failed(IOException cause) {
                underWay = null;
                again(Answers.loss(cause));
            }
        });
    }

    private void arrived(byte[] body) {
        try {
            taker.refetched(codec.decodeSnapshot(body), held());
        } catch (WireException contradictory) {
            again(Loss.failed("the state that was asked for is damaged: " + contradictory.getMessage()));
        }
    }
}
