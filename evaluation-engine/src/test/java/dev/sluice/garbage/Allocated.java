package dev.sluice.garbage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What calls allocate once they are compiled. */
public final class Allocated {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Allocated() {}

    /**
     * The fewest bytes that the calling thread allocated in one try of many, 0 where calls allocate nothing. It is tried until then,
     * for 30 s at most and not for a number of times: what is not compiled yet allocates, and on a busy machine the thread of the
     * compiler may get no processor for longer than any number of tries takes.
     *
     * @param calls some thousands of them in one run, and nothing that allocates around them
     */
    public static long least(Runnable calls) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            calls.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        } while (least > 0 && System.nanoTime() - end < 0);
        return least;
    }
}
