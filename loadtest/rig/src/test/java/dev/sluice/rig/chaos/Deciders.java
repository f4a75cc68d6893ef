package dev.sluice.rig.chaos;

import dev.sluice.engine.Decision;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Threads that let clients decide at an even rate without end, and keep how long it took and whatever was thrown. One decision in 64 is
 * judged. Thread-safe.
 */
final class Deciders implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int JUDGED = 64;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final List<String> FLAGS =
            List.of("new-checkout", "search", "banner-text", "free-shipping-from", "nobody-knows-it");

    private final List<FlagClient> clients;
    private final Shoppers shoppers;
    private final Judge judge;
    private final Recorder took = new Recorder(LONGEST_NANOS, 3);
    private final AtomicLong decided = new AtomicLong();
    private final AtomicLong exceptions = new AtomicLong();
    private final ConcurrentLinkedQueue<String> thrown = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    Deciders(List<FlagClient> clients, Shoppers shoppers, Judge judge, int perSecond) {
        this.clients = clients;
        this.shoppers = shoppers;
        this.judge = judge;
        int perBatch = Math.toIntExact(perSecond * BATCH_NANOS / TimeUnit.SECONDS.toNanos(1) / THREADS);
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread thread = new Thread(() -> decide(first, perBatch), "decider-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    long decided() {
        return decided.get();
    }

    long exceptions() {
        return exceptions.get();
    }

    /** The first things that were thrown. */
    List<String> thrown() {
        return thrown.stream().limit(20).toList();
    }

    /** How long decisions took since the last call, in nanoseconds. */
    Histogram took() {
        return took.getIntervalHistogram();
    }

    private void decide(int first, int perBatch) {
        int number = first;
        for (long next = System.nanoTime(); going; next += BATCH_NANOS) {
            for (int i = 0; i < perBatch; i++) {
                decide(number);
                number += THREADS;
            }
            decided.addAndGet(perBatch);
            LockSupport.parkNanos(next + BATCH_NANOS - System.nanoTime());
        }
    }

    private void decide(int number) {
        int shopper = Math.floorMod(number * 31, shoppers.size());
        String flag = FLAGS.get(Math.floorMod(number, FLAGS.size()));
        FlagClient client = clients.get(Math.floorMod(number / JUDGED, clients.size()));
        try {
            if (Math.floorMod(number / THREADS, JUDGED) == 0) {
                FlagView view = client.view(shoppers.context(shopper));
                Decision decision = view.decide(flag);
                if (view.state() != null) {
                    judge.bring(view.state(), flag, shopper, decision);
                }
            } else {
                long from = System.nanoTime();
                Decision unused = client.decide(flag, shoppers.context(shopper));
                took.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - from));
            }
        } catch (Throwable bad) {
            exceptions.incrementAndGet();
            thrown.add(flag + ": " + bad);
        }
    }

    @Override
    public void close() throws InterruptedException {
        going = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
