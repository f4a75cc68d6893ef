package dev.sluice.rig.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.rig.RestClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes the share of one boolean flag through REST, to another value each time, at an even pace on several threads; each fourth call
 * reads instead. No call is ever repeated: a failed one has failed.
 */
public final class Writer implements AutoCloseable {
    private static final int SHARES = 99_991;
    private static final int STRIDE = 7_919;
    private static final int READ_EVERY = 4;
    /** How long a node waits for Redis before it says that it does not know. */
    private static final long STORE_HAS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RestClient rest;
    private final String place;
    private final WriteLog log;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failedReads = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    private Writer(RestClient rest, String place, WriteLog log) {
        this.rest = rest;
        this.place = place;
        this.log = log;
    }

    /**
     * Begins.
     *
     * @param place the flag in its environment, as a path below {@code /api/v1/}
     * @param threads how many calls may be under way at once
     * @param perSecond how many calls a second all of them make together, as long as answers come in time
     */
    public static Writer start(RestClient rest, String place, WriteLog log, int threads, int perSecond) {
        Writer writer = new Writer(rest, place, log);
        long pause = TimeUnit.SECONDS.toNanos(threads) / perSecond;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> writer.run(pause), "writer-" + i);
            thread.setDaemon(true);
            writer.threads.add(thread);
            thread.start();
        }
        return writer;
    }

    /** How many calls were made so far, reads among them. */
    public long calls() {
        return calls.get();
    }

    /** How many reads were not answered with success. */
    public long failedReads() {
        return failedReads.get();
    }

    /** The value that a write sets: the same for no two of the first 99,991 writes. */
    static int thousandths(int number) {
        return 1 + (int) ((long) number * STRIDE % SHARES);
    }

    private void run(long pauseNanos) {
        long next = System.nanoTime();
        while (going) {
            try {
                if (calls.incrementAndGet() % READ_EVERY == 0) {
                    read();
                } else {
                    write();
                }
            } catch (InterruptedException e) {
                return;
            }
            next = Math.max(next + pauseNanos, System.nanoTime() - pauseNanos);
            for (long left; going && (left = next - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void read() throws InterruptedException {
        try {
            if (rest.call("GET", place + "/percentage", null).status() != 200) {
                failedReads.incrementAndGet();
            }
        } catch (IOException noAnswer) {
            failedReads.incrementAndGet();
        }
    }

    private void write() throws InterruptedException {
        int number = log.begin();
        String body = "{\"variation\":\"on\",\"percentage\":" + BigDecimal.valueOf(thousandths(number), 3)
                + ",\"enable\":true,\"comment\":\"" + WriteLog.comment(number) + "\"}";
        RestClient.Answer answer;
        long from = System.nanoTime();
        try {
            answer = rest.call("PUT", place + "/percentage", body);
        } catch (ConnectException notSent) {
            log.refused(number, "nobody answers there");
            return;
        } catch (IOException noAnswer) {
            log.unknown(number, noAnswer + after(from));
            return;
        }
        boolean waited = System.nanoTime() - from >= STORE_HAS_NANOS;
        String told = answer.status() + after(from) + ": " + shortened(answer.body());
        if (answer.saysStoreTooSlow() && waited) {
            log.storeTooSlow(number);
        }
        if (answer.status() == 200) {
            log.acknowledged(number, answer.body().path("revision").asLong());
        } else if (answer.body().path("type").asText().endsWith(":outcome-unknown")) {
            log.unknown(number, told);
        } else if (answer.body().has("type")) {
            log.refused(number, told);
        } else {
            log.unknown(number, told);
        }
    }

    private static String after(long fromNanos) {
        return " after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNanos) + " ms";
    }

    private static String shortened(JsonNode body) {
        String text = body.isTextual() ? body.asText() : body.toString();
        return text.substring(0, Math.min(text.length(), 200));
    }

    /** Makes no more calls, and returns when those under way are answered. */
    @Override
    public void close() throws InterruptedException {
        going = false;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            thread.join();
        }
    }
}
