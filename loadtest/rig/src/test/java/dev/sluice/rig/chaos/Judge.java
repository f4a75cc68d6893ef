package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Decision;
import dev.sluice.engine.StateId;
import dev.sluice.naive.NaiveAnswer;
import dev.sluice.naive.NaiveEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Compares decisions with what an engine decides that shares no code with the one that made them, at the very revision that they were
 * made at. A revision that no node tells of within 20 seconds stays unjudged, and is counted. Thread-safe.
 */
final class Judge implements AutoCloseable {

    private static final int MOST_WAITING = 200_000;
    private static final int MOST_TOLD = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Records records;
    private final Shoppers shoppers;
    private final ConcurrentLinkedQueue<Case> brought = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong right = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong unjudged = new AtomicLong();
    private final List<String> mistakes = new ArrayList<>();
    private final Thread thread = new Thread(this::judge, "judge");
    private volatile boolean going = true;

    private record Case(StateId state, String flag, int shopper, Decision decision, long atNanos) {}

    Judge(Records records, Shoppers shoppers) {
        this.records = records;
        this.shoppers = shoppers;
        thread.setDaemon(true);
        thread.start();
    }

    /** Brings a decision to be judged; dropped, and counted as unjudged, where too many wait. */
    void bring(StateId state, String flag, int shopper, Decision decision) {
        if (waiting.get() >= MOST_WAITING) {
            unjudged.incrementAndGet();
            return;
        }
        waiting.incrementAndGet();
        brought.add(new Case(state, flag, shopper, decision, System.nanoTime()));
    }

    long right() {
        return right.get();
    }

    long wrong() {
        return wrong.get();
    }

    long unjudged() {
        return unjudged.get();
    }

    /** The first wrong decisions, in words. */
    List<String> mistakes() {
        synchronized (mistakes) {
            return List.copyOf(mistakes);
        }
    }

    private void judge() {
        Deque<Case> later = new ArrayDeque<>();
        while (going || waiting.get() > 0) {
            for (Case each = brought.poll(); each != null; each = brought.poll()) {
                judge(each, later);
            }
            for (int i = later.size(); i > 0; i--) {
                judge(later.remove(), later);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void judge(Case each, Deque<Case> later) {
        NaiveEngine oracle = records.at(each.state().eventId().toString());
        if (oracle == null && System.nanoTime() - each.atNanos() < PATIENCE_NANOS) {
            later.add(each);
            return;
        }
        waiting.decrementAndGet();
        if (oracle == null) {
            unjudged.incrementAndGet();
            return;
        }
        NaiveAnswer answer = oracle.decide(each.flag(), null, shoppers.json(each.shopper()));
        if (told(answer).equals(told(each.decision()))) {
            right.incrementAndGet();
        } else {
            wrong.incrementAndGet();
            synchronized (mistakes) {
                if (mistakes.size() < MOST_TOLD) {
                    mistakes.add(each.flag() + " for " + shoppers.json(each.shopper()) + " at " + each.state() + ": "
                            + told(each.decision()) + ", expected " + told(answer));
                }
            }
        }
    }

    private static String told(NaiveAnswer answer) {
        return answer.variation() + " " + plain(answer.value()) + " " + answer.reason() + " " + answer.place() + " "
                + answer.version() + " " + answer.error() + " " + answer.keyMissing();
    }

    private static String told(Decision decision) {
        return decision.variation() + " " + plain(decision.value()) + " " + decision.reason() + " " + decision.place()
                + " " + decision.flagVersion() + " " + decision.errorCode() + " " + decision.bucketKeyMissing();
    }

    private static String plain(JsonNode value) {
        return value == null ? "null" : value.isNumber() ? String.valueOf(value.doubleValue()) : value.asText();
    }

    private static String plain(Object value) {
        return value instanceof Number number ? String.valueOf(number.doubleValue()) : String.valueOf(value);
    }

    /** Judges what waits, and ends. */
    @Override
    public void close() throws InterruptedException {
        going = false;
        thread.join();
    }
}
