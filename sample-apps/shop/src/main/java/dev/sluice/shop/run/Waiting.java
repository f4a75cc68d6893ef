package dev.sluice.shop.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The one place of the demo where a thread waits for time to pass. */
public final class Waiting {
    private Waiting() {}

    /** Looks again and again until something holds; false when it did not within the limit. */
    public static boolean until(Duration limit, Duration between, BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(between.toNanos());
        }
        return true;
    }

    /** Lets time pass. */
    public static void pass(Duration time) {
        until(time, Duration.ofMillis(20), () -> false);
    }
}
