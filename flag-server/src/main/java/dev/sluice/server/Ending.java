package dev.sluice.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends. The first SIGTERM or SIGINT makes the node leave without harm, as {@link Server#leave} tells; the second, at any
 * time, makes it give everything back at once. While the node still starts, a signal undoes what was begun, for a child process may run
 * already. Thread-safe.
 */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);
    private static final long LONGEST_UNDOING_SECONDS = 10;

    final CountDownLatch started = new CountDownLatch(1);
    volatile @Nullable Server server;

    private final Thread starter;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    /** For a process that is started by this thread. */
    Ending(Thread starter) {
        this.starter = starter;
    }

    /** Begins to hear signals; where that can't be, the end of the JVM is the signal. */
    void listen() {
        boolean heard = Signals.hear(name -> signalled());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> jvmEnds(heard), "sluice-stop"));
    }

    /** Whether the process was told to stop. */
    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits for the first signal and leaves. */
    void awaitAndLeave() {
        try {
            asked.await();
        } catch (InterruptedException toldToStop) {
            log.debug("told to stop just after the start", toldToStop);
        }
        Server running = server;
        if (running != null) {
            running.leave();
        }
    }

    private void signalled() {
        asked.countDown();
        if (times.incrementAndGet() == 1) {
            if (started.getCount() > 0) {
                starter.interrupt();
            }
            return;
        }
        Server running = server;
        if (running != null) {
            log.info("told to stop again: leaving now");
            running.hurry();
        }
    }

    private void jvmEnds(boolean signalsAreHeard) {
        if (!signalsAreHeard) {
            signalled();
        }
        try {
            if (!started.await(LONGEST_UNDOING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the server could not undo its start in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Server running = server;
        if (running != null) {
            running.close();
        }
    }
}
