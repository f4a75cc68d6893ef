package dev.sluice.sdk;

import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.StateId;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server which state is in force here.
 *
 * <p>Acknowledgements of a change that the whole fleet hears at once are spread by a delay that the server names; those
 * of an urgent change go at once. The newest replaces one that waits, as it covers it. The server subtracts the time an
 * acknowledgement was held, so spreading falsifies nothing. One that did not arrive is sent again until the session ends
 * or a newer one takes its place. Belongs to the loop.
 */
final class Acknowledger {

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    private final Wiring wiring;
    private final Map<String, String> overrides;
    private final Supplier<String> geo;
    private final Backoff again;
    private @Nullable String session;
    private long spreadMillis;
    private @Nullable Ack newest;
    private Loop.@Nullable Timer timer;
    private Transport.@Nullable Exchange underWay;

    /**
     * Waits for a session.
     *
     * @param overrides variations that this process forces, by flag
     * @param geo how the geography database stands, or an empty text
     */
    Acknowledger(Wiring wiring, Map<String, String> overrides, Supplier<String> geo) {
        this.wiring = wiring;
        this.overrides = overrides;
        this.geo = geo;
        this.again = new Backoff(wiring.timing().backoffLeast(), wiring.timing().backoffMost(), wiring.random());
    }

    private record Ack(StateId id, List<NotUnderstood> notUnderstood, long inForceAt) {}

    /** The server names a session, or other numbers for it; what waits for another session is forgotten. */
    void session(String id, long ackSpreadMillis) {
        if (!id.equals(session)) {
            forget();
        }
        session = id;
        spreadMillis = ackSpreadMillis;
    }

    /** The session has ended. */
    void sessionEnded() {
        forget();
        session = null;
    }

    @Nullable
    String session() {
        return session;
    }

    /** This state decides from now on. */
    void inForce(StateId id, List<NotUnderstood> notUnderstood, boolean urgent) {
        if (session == null) {
            return;
        }
        newest = new Ack(id, notUnderstood, wiring.loop().nanos());
        again.reset();
        if (urgent || spreadMillis == 0) {
            stopTimer();
            send();
        } else if (timer == null) {
            sendAfter(Duration.ofMillis(wiring.random().nextLong(spreadMillis + 1)));
        }
    }

    private void sendAfter(Duration delay) {
        stopTimer();
        timer = wiring.loop().after(delay, () -> {
            timer = null;
            send();
        });
    }

    private void send() {
        Ack ack = newest;
        if (ack == null) {
            return;
        }
        if (underWay != null) {
            underWay.cancel(); // what it says is covered by what is sent now
        }
        long heldMillis =
                Duration.ofNanos(wiring.loop().nanos() - ack.inForceAt()).toMillis();
        byte[] body = Messages.ack(
                session, wiring.instance().name(), ack.id(), heldMillis, ack.notUnderstood(), overrides, geo.get());
        underWay = wiring.transport()
                .send(Request.post("/sdk/v1/ack", body), SENT_WITHIN, new Transport.AnswerHandler() {
                    @Override
                    public void answered(Head head, byte[] ignored) {
                        underWay = null;
                        if (head.status() == 429 || head.status() >= 500) {
                            repeat(ack, again.after(Answers.loss(head, wiring).waitFor()));
                        } else if (ack.equals(newest)) {
                            newest = null; // taken, or refused for good
                        }
                    }

                    @Override
                    public void failed(IOException cause) {
                        underWay = null;
                        repeat(ack, again.next());
                    }
                });
    }

    private void repeat(Ack ack, Duration delay) {
        if (ack.equals(newest) && timer == null) {
            sendAfter(delay);
        }
    }

    private void forget() {
        newest = null;
        stopTimer();
        if (underWay != null) {
            underWay.cancel();
            underWay = null;
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
