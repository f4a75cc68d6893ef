package dev.sluice.sdk;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for the state once, by the newest tag that is known; the way that works where a stream does not. Belongs to the loop. */
final class Poller {

    /** Where the outcome goes: each {@link #ask} ends with one of the last four. */
    interface Owner {

        /** The head of a good answer, before anything else of it. */
        void polled(Head head);

        /** The server has another history than is held; its state was taken. */
        void forked();

        /** {@link Held} has another state, of a server that stands like this. */
        void took(Standing server);

        /** The server says that what is held is the newest. */
        void confirmed();

        /** The server has what is held, and is out of touch with its store itself. */
        void outOfTouch();

        /** The server has less than is held. */
        void behind();

        /** There is nothing to be had now. */
        void lost(Loss loss);
    }

    private final Wiring wiring;
    private final Held held;
    private final WireCodec codec;
    private final Owner owner;
    private @Nullable String tag;
    private @Nullable Object taggedState;
    private Transport.@Nullable Exchange underWay;

    Poller(Wiring wiring, Held held, WireCodec codec, Owner owner) {
        this.wiring = wiring;
        this.held = held;
        this.codec = codec;
        this.owner = owner;
    }

    void ask() {
        Map<String, String> headers = new HashMap<>(Refetch.SNAPSHOT_HEADERS);
        Replica mine = held.replica();
        if (mine != null) {
            boolean tagged = tag != null && mine.id().equals(taggedState);
            headers.put("If-None-Match", tagged ? tag : "\"" + mine.id().eventId() + "\"");
        }
        Request request = Request.get("/sdk/v1/snapshot", headers);
        underWay = wiring.transport().send(request, wiring.timing().answerWithin(), new Transport.AnswerHandler() {
            @Override
            public void answered(Head head, byte[] body) {
                underWay = null;
                if (head.status() == 304) {
                    owner.polled(head);
                    end(head);
                } else if (head.status() == 200) {
                    arrived(head, body);
                } else {
                    owner.lost(Answers.loss(head, wiring));
                }
            }

            @Override
            public void failed(IOException cause) {
                underWay = null;
                owner.lost(Answers.loss(cause));
            }
        });
    }

    void cancel() {
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
    }

    private void arrived(Head head, byte[] body) {
        Held.Verdict verdict;
        try {
            SnapshotEvent state = codec.decodeSnapshot(body);
            verdict = held.offer(state);
            tag = head.header("ETag").orElse(null);
            taggedState = state.id();
        } catch (WireException contradictory) {
            owner.lost(Loss.failed("the state that was polled is damaged: " + contradictory.getMessage()));
            return;
        }
        owner.polled(head);
        if (verdict == Held.Verdict.OLDER) {
            owner.behind();
            return;
        }
        if (verdict == Held.Verdict.TAKEN_FROM_FORK) {
            owner.forked();
        }
        if (verdict != Held.Verdict.SAME) {
            owner.took(standing(head));
        }
        end(head);
    }

    /** What is held is what the server has. It says so itself, as on a stream, when it cannot know whether that is the newest. */
    private void end(Head head) {
        if (standing(head).inTouch()) {
            owner.confirmed();
        } else {
            owner.outOfTouch();
        }
    }

    private Standing standing(Head head) {
        if (head.header("Sluice-Stale").isEmpty()) {
            return Standing.IN_TOUCH;
        }
        String millis = head.header("Sluice-Stale-For-Millis").orElse("");
        return Standing.lost(
                millis.matches("\\d{1,15}") ? Long.valueOf(millis) : null,
                wiring.loop().nanos());
    }
}
