package dev.sluice.server.stream;

import dev.sluice.server.fleet.Ticker;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The heartbeats of all sessions of one event loop by one timer: a wheel that turns once in the time between two heartbeats. Each session
 * has a drawn place on it, so the heartbeats of many are spread evenly. The same timer sees who takes no bytes, and how late it
 * comes itself, which is how long something else held the loop. Belongs to its loop.
 */
final class Pulse {

    private static final int PLACES = 50;
    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;
    private final StreamMetrics metrics;
    private final StreamLimits limits;
    private final long tickNanos;
    private final List<List<Session>> wheel = new ArrayList<>(PLACES);
    private List<Session> full = new ArrayList<>();
    private int hand;
    private long lastNanos;

    /** Begins to turn, on the event loop that calls this. */
    Pulse(Vertx vertx, Ticker ticker, StreamLimits limits, StreamMetrics metrics) {
        this.ticker = ticker;
        this.metrics = metrics;
        this.limits = limits;
        for (int i = 0; i < PLACES; i++) {
            wheel.add(new ArrayList<>());
        }
        long tickMillis = Math.max(1, limits.heartbeat().toMillis() / PLACES);
        tickNanos = TimeUnit.MILLISECONDS.toNanos(tickMillis);
        lastNanos = ticker.nanos();
        vertx.setPeriodic(tickMillis, tick -> turn());
    }

    /** Gives a session its place. */
    int add(Session session) {
        int place = ThreadLocalRandom.current().nextInt(PLACES);
        wheel.get(place).add(session);
        return place;
    }

    void remove(Session session, int place) {
        wheel.get(place).remove(session);
    }

    /** Looks at this session until it takes bytes again. */
    void watch(Session session) {
        full.add(session);
    }

    long nanos() {
        return ticker.nanos();
    }

    /** How many heartbeats a new session lives: the usual life, give or take a fifth. */
    int drawLife() {
        long usual = Math.max(
                1, limits.life().toMillis() / Math.max(1, limits.heartbeat().toMillis()));
        long least = Math.max(1, usual * 4 / 5);
        return (int) (least + ThreadLocalRandom.current().nextLong(Math.max(1, usual * 2 / 5 + 1)));
    }

    /** A time to come back, for a session that is asked to connect anew. */
    long drawReturnMillis() {
        return ThreadLocalRandom.current().nextLong(1 + limits.heartbeat().toMillis() / 3);
    }

    private void turn() {
        long now = ticker.nanos();
        long late = now - lastNanos - tickNanos;
        lastNanos = now;
        List<Session> beating = wheel.get(hand);
        hand = (hand + 1) % PLACES;
        if (late > BLOCKED_NANOS) {
            metrics.blocked(late);
        }
        if (late > LATE_NANOS && !beating.isEmpty()) {
            metrics.lateHeartbeats(beating.size());
        }
        for (Session session : List.copyOf(beating)) {
            session.run(Session::beat);
        }
        if (!full.isEmpty()) {
            List<Session> watched = full;
            full = new ArrayList<>();
            for (Session session : watched) {
                session.closeIfStuck(now, limits.stall().toNanos());
            }
        }
    }
}
