package dev.sluice.sdk.internal.http;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread on which an environment is followed, and its time.
 *
 * <p>Tasks run one after the other, in the order they were given; so whatever is touched only by tasks of one loop needs
 * no lock. {@link #execute} and {@link #after} may be called from any thread. A loop that has been shut down drops what
 * it is given.
 */
public interface Loop extends Executor {

    /**
     * Runs the task once the delay has passed.
     *
     * @param delay not negative
     */
    Timer after(Duration delay, Runnable task);

    /** Elapsed time in nanoseconds, from an origin of no meaning; callable from any thread. */
    long nanos();

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Timer {

        /** Makes sure the task does not run, if called on the loop before it did. */
        void cancel();
    }
}
