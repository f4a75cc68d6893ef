package dev.sluice.sdk;

import dev.sluice.engine.Evaluator;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows one environment for as long as it is not closed: by a stream, or by polling where streams do not live.
 *
 * <p>At any time there is one of: a stream, a poll, or one timer for the next attempt. Never two, so attempts cannot
 * multiply. What each end of a stream leads to:
 * <ol>
 *   <li>the server said when to come back: then, and it is no failure;
 *   <li>the key is refused: every few minutes, for ever;
 *   <li>headers came but no event: something holds streams back, so poll, and try a stream after a while, ever more
 *       rarely;
 *   <li>not even headers came: that may be so, too, or the server stands still, so poll, and try a stream as soon as
 *       that succeeds, the next time after a while;
 *   <li>anything else: again after the backoff, or when the server said; the third time within the window by a poll,
 *       and as soon as one succeeds by a stream again.
 * </ol>
 * Reads come from any thread through {@link #live}, one volatile field; all else belongs to the loop.
 */
final class Follower {

    /** How long a start waits for the server when it has flags from before. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** How long the first stream waits for what is on disk, which may stand still. */
    static final Duration RECALLED_WITHIN = Duration.ofSeconds(1);

    /** Hears what changed, on the loop. */
    interface Observer {

        void statusChanged(StatusChange change);

        /** Another state, or another way to evaluate it, is in force. */
        void liveChanged(@Nullable StateId before, StateId after);

        /**
         * The server names the session to report under.
         *
         * @param everyMillis how often; 0 when it does not say
         */
        void sessionNamed(String session, long everyMillis);
    }

    private final Wiring wiring;
    private final Timing timing;
    private final InForce inForce;
    private final Recall recall;
    private final Observer observer;
    private final WireCodec codec = new WireCodec();
    private final Held held = new Held();
    private final StatusBoard board;
    private final Acknowledger acks;
    private final GeoFetcher geo;
    private final Attempts attempts;
    private final Poller poller;

    private volatile @Nullable Environment environment;

    private @Nullable StreamSession session;
    private Loop.@Nullable Timer next;
    private Loop.@Nullable Timer aging;
    private boolean closed;
    private boolean begun;
    private boolean opened;
    private long openedAt;
    private boolean acknowledged;
    private boolean polling;
    private @Nullable String stretch; // a name for this one of polling, between two streams; null in a stream

    Follower(
            Wiring wiring, Evaluator evaluator, GeoFetcher geo, Overrides overrides, Recall recall, Observer observer) {
        this.wiring = wiring;
        this.timing = wiring.timing();
        this.inForce = new InForce(wiring.counts(), evaluator, overrides, wiring.complaints());
        this.recall = recall;
        this.observer = observer;
        this.board = new StatusBoard(wiring.loop(), timing.grace(), timing.silence(), this::statusChanged);
        this.acks = new Acknowledger(wiring, overrides.variations(), geo::standing);
        this.geo = geo;
        geo.whenReady(() -> acknowledge(false));
        this.attempts = new Attempts(wiring);
        this.poller = new Poller(wiring, held, codec, new PollOwner());
    }

    void start() {
        wiring.loop().execute(() -> {
            nextAfter(RECALLED_WITHIN, this::openStream);
            recall.newest(found -> wiring.loop().execute(() -> recalled(found)));
        });
    }

    /** What decides now; null while there is nothing to decide by. */
    @Nullable
    Live live() {
        return inForce.live();
    }

    @Nullable
    FlagSource source() {
        return inForce.source();
    }

    @Nullable
    StateId inForce() {
        return inForce.state();
    }

    @Nullable
    Environment environment() {
        return environment;
    }

    StatusBoard board() {
        return board;
    }

    boolean geoMissing() {
        return geo.missing();
    }

    /** Ends everything and says goodbye; done when that is said, or could not be. */
    CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        wiring.loop().execute(() -> {
            if (closed) {
                done.complete(null);
                return;
            }
            byte[] goodbye = Messages.goodbye(acks.session(), wiring.instance().name());
            end();
            Goodbye.say(wiring.transport(), goodbye, wiring.timing().goodbyeWithin(), done);
        });
        return done;
    }

    /** Ends everything without a word; on the loop. */
    void end() {
        closed = true;
        stopAll();
        board.closed();
    }

    /** Something in here broke that should not: begin again with a new stream, after the backoff. */
    void recover(Throwable thrown) {
        wiring.complaints().bug(thrown);
        if (!closed) {
            stopAll();
            board.outOfTouch();
            nextAfter(attempts.afterMistake(), this::openStream);
        }
    }

    private void stopAll() {
        cancelNext();
        if (session != null) {
            session.close();
            session = null;
        }
        poller.cancel();
        acks.sessionEnded();
        if (closed) {
            stopAging();
            geo.cancel();
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void nextAfter(Duration delay, Runnable attempt) {
        cancelNext();
        next = wiring.loop().after(delay, () -> {
            next = null;
            attempt.run();
        });
    }

    private void openStream() {
        if (closed) {
            return;
        }
        String renamed = wiring.instance().renewed();
        if (renamed != null) {
            Complaints.LOG.info(
                    "This process stood still, or its clock was set; its instance is {} from now on", renamed);
        }
        begun = true;
        opened = false;
        acknowledged = false;
        session = new StreamSession(wiring, held, codec, new SessionOwner());
        session.start();
    }

    private final class SessionOwner implements StreamSession.Owner {

        @Override
        public void greeted(Messages.Hello hello) {
            if (!hello.session().isEmpty()) {
                acks.session(hello.session(), hello.ackSpreadMillis());
                observer.sessionNamed(hello.session(), hello.reportEveryMillis());
                stretch = null;
            }
            if (hello.environment() != null) {
                environment = hello.environment();
            }
        }

        @Override
        public void opened() {
            opened = true;
            openedAt = wiring.loop().nanos();
            if (polling) {
                Complaints.LOG.info("The stream is open again; polling ends");
            }
            polling = false;
            attempts.opened();
        }

        @Override
        public void took(boolean urgent, Standing server) {
            publish(urgent, server);
        }

        @Override
        public void confirmed() {
            Follower.this.confirmed();
        }

        @Override
        public void doubted() {
            board.doubted();
        }

        @Override
        public void outOfTouch() {
            board.outOfTouch();
        }

        @Override
        public void lost(Loss loss) {
            session = null;
            acks.sessionEnded();
            if (opened) {
                attempts.ended(Duration.ofNanos(wiring.loop().nanos() - openedAt));
            }
            streamLost(loss);
        }
    }

    private void streamLost(Loss loss) {
        switch (loss.kind()) {
            case DISMISSED -> {
                board.doubted();
                nextAfter(orZero(loss.waitFor()), this::openStream);
            }
            case REFUSED -> refused(loss, this::openStream);
            case HELD_BACK -> {
                wiring.complaints().warn("Polling instead of streaming: " + loss.why());
                board.doubted();
                polling = true;
                attempts.pauseStreams();
                poller.ask();
            }
            case UNANSWERED -> {
                wiring.complaints().warn("Polling instead of streaming: " + loss.why());
                board.doubted();
                if (polling) {
                    attempts.pauseStreams();
                } else {
                    polling = true;
                    attempts.streamAtOnce();
                }
                poller.ask();
            }
            case FAILED -> {
                complainOfFailure(loss);
                if (polling) {
                    attempts.pauseStreams();
                    nextAfter(attempts.afterWhilePolling(loss), poller::ask);
                    return;
                }
                board.outOfTouch();
                if (attempts.failedOnceTooOften()) {
                    polling = true;
                    attempts.streamAtOnce();
                }
                nextAfter(attempts.after(loss), polling ? poller::ask : this::openStream);
            }
        }
    }

    private void complainOfFailure(Loss loss) {
        wiring.complaints()
                .warn("No stream from the flag server: " + loss.why() + "; trying on"
                        + (held.replica() == null ? "" : ", the flags known last decide"));
    }

    private void refused(Loss loss, Runnable attempt) {
        wiring.complaints()
                .error("The flag server refuses this client: " + loss.why()
                        + ". What is known decides on; asking again every few minutes");
        board.refused();
        nextAfter(attempts.afterRefusal(), attempt);
    }

    private static Duration orZero(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }

    private final class PollOwner implements Poller.Owner {

        @Override
        public void polled(Head head) {
            String pollSession =
                    head.header("Sluice-Session").orElse(wiring.instance().name());
            if (!pollSession.equals(acks.session())) {
                acknowledged = false;
            }
            acks.session(pollSession, millis(head, "Sluice-Ack-Spread-Millis"));
            observer.sessionNamed(pollSession + "." + stretchOfPolling(), millis(head, "Sluice-Report-Every-Millis"));
        }

        @Override
        public void took(Standing server) {
            publish(false, server);
        }

        @Override
        public void confirmed() {
            Follower.this.confirmed();
            afterPoll();
        }

        @Override
        public void outOfTouch() {
            board.outOfTouch();
            afterPoll();
        }

        @Override
        public void behind() {
            board.doubted();
            afterPoll();
        }

        @Override
        public void forked() {
            wiring.complaints()
                    .error(
                            "Two histories of the environment exist: the server's state does not follow"
                                    + " what this client held; taking the server's. Compare the server's nodes and their store");
        }

        @Override
        public void lost(Loss loss) {
            if (loss.kind() == Loss.Kind.REFUSED) {
                refused(loss, poller::ask);
                return;
            }
            complainOfFailure(loss);
            board.outOfTouch();
            nextAfter(attempts.after(loss), poller::ask);
        }

        /**
         * Tells this stretch of polling from the ones before it: a server calls them all by the name of the instance, and would take
         * the windows of this one, which are numbered from 1 again, for those that it has counted already.
         */
        private String stretchOfPolling() {
            String named = stretch;
            if (named == null) {
                named = Long.toHexString(wiring.random().nextLong());
                stretch = named;
            }
            return named;
        }

        private static long millis(Head head, String header) {
            String millis = head.header(header).orElse("0");
            return millis.matches("\\d{1,7}") ? Long.parseLong(millis) : 0;
        }
    }

    private void afterPoll() {
        Duration untilStream = attempts.untilStream();
        if (untilStream.isZero()) {
            openStream();
        } else if (untilStream.compareTo(timing.pollEvery()) < 0) {
            nextAfter(untilStream, this::openStream);
        } else {
            nextAfter(timing.pollEvery(), poller::ask);
        }
    }

    private void confirmed() {
        if (board.status() != ClientStatus.READY) {
            StateId now = inForce.state();
            Complaints.LOG.info("Following {} at {}", place(), now == null ? "nothing" : now.eventId());
        }
        inForce.confirmed();
        board.confirmed();
        Replica replica = held.replica();
        if (replica != null) {
            recall.keep(replica, Duration.ZERO);
        }
        if (!acknowledged) {
            acknowledge(false);
        }
    }

    /** What is known from before has been read. The server may have said more meanwhile, where a disk was slow. */
    private void recalled(@Nullable Recalled found) {
        if (closed) {
            return;
        }
        if (found != null && held.replica() == null) {
            take(found);
        }
        if (!begun) {
            cancelNext();
            openStream();
        }
    }

    private void take(Recalled recalled) {
        Replica replica = recalled.state();
        held.begin(replica);
        decideBy(replica, recalled.source(), false, recalled.age());
        board.recalled(recalled.age(), PATIENCE);
        weigh();
        observer.liveChanged(null, replica.id());
        Complaints.LOG.info(
                "Deciding by flags from the {} at {}",
                recalled.source(),
                replica.id().eventId());
    }

    private void publish(boolean urgent, Standing server) {
        Replica replica = held.replica();
        if (replica == null) {
            return;
        }
        StateId before = inForce.state();
        Duration age = server.age(wiring.loop().nanos());
        board.received(age);
        decideBy(replica, FlagSource.LIVE, server.inTouch(), board.dataAge());
        if (board.status()
                != ClientStatus.READY) { // which it is about to be; if it is not, this state is as doubtful as others
            weighAfter(timing.grace());
        }
        acknowledge(urgent);
        observer.liveChanged(before, replica.id());
        if (age != null) { // else nobody could say how old the copy is
            recall.keep(replica, age);
        }
    }

    private void decideBy(Replica replica, FlagSource from, boolean known, @Nullable Duration age) {
        inForce.put(replica, from, known, age);
        geo.needed(replica.snapshot().needsGeo());
    }

    private void statusChanged(StatusChange change) {
        weigh();
        observer.statusChanged(change);
    }

    /** Leaves out flags that say for how long they may decide while nobody knows, once that is over; and takes them back. */
    private void weigh() {
        stopAging();
        if (closed) {
            return;
        }
        boolean known = board.status() == ClientStatus.READY;
        Duration age = board.dataAge();
        StateId state = inForce.state();
        if (inForce.weigh(known, age) && state != null) {
            observer.liveChanged(state, state);
        }
        Duration next = known ? null : inForce.untilNext(age);
        if (next != null) {
            weighAfter(next);
        }
    }

    private void weighAfter(Duration delay) {
        stopAging();
        aging = wiring.loop().after(delay, this::weigh);
    }

    private void stopAging() {
        if (aging != null) {
            aging.cancel();
            aging = null;
        }
    }

    private void acknowledge(boolean urgent) {
        Replica replica = held.replica();
        if (replica != null) {
            acknowledged = true;
            acks.inForce(replica.id(), replica.snapshot().notUnderstood(), urgent);
        }
    }

    private String place() {
        return environment == null ? "the environment of the SDK key" : String.valueOf(environment);
    }
}
