package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;

import dev.sluice.server.store.Again;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.StoreUnavailableException;
import dev.sluice.server.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the numbers 1, 2, 3 … as fast as they are taken, each once, and remembers which were acknowledged. The number also stands in
 * the audit log, so that what became of each can be told afterwards.
 */
final class WriteLoop implements AutoCloseable {

    private final NodeWorkspace node;
    private final String flag;
    private final Thread thread;
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<StoreUnavailableException> refused = new ArrayList<>();
    private final List<OutcomeUnknownException> unknown = new ArrayList<>();
    private volatile boolean stop;
    private volatile long last = System.nanoTime();
    private volatile long longestGapNanos;

    WriteLoop(NodeWorkspace node, String flag) {
        this.node = node;
        this.flag = flag;
        this.thread = new Thread(this::run, "writes of " + flag);
        thread.start();
    }

    private void run() {
        for (long number = 1; !stop; number++) {
            long value = number;
            try {
                get(node.write(PROJECT, state -> Optional.of(write(state, value))));
                acknowledged(value);
            } catch (StoreUnavailableException nothingWritten) {
                note(refused, nothingWritten);
                LockSupport.parkNanos(5_000_000);
            } catch (OutcomeUnknownException nobodyKnows) {
                note(unknown, nobodyKnows);
                LockSupport.parkNanos(5_000_000);
            } catch (RuntimeException fault) {
                note(faults, fault);
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private synchronized <T> void note(List<? super T> outcomes, T outcome) {
        outcomes.add(outcome);
    }

    private synchronized void acknowledged(long value) {
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - last);
        last = now;
        acknowledged.add(value);
    }

    private Write write(ProjectState state, long value) {
        byte[] authored = Samples.bytes("{\"value\":" + value + "}");
        return new Write(
                PROJECT,
                null,
                List.of(new EnvironmentChange(
                        "production",
                        false,
                        state.environments().get("production").stateId().revision(),
                        Map.of(flag, Optional.of(authored)),
                        Map.of(),
                        Map.of(flag, Optional.of(Samples.record(flag, value))),
                        Map.of(),
                        false)),
                new AuditEntry("ada", "flag.change", flag + " " + value, Samples.bytes("{}")));
    }

    synchronized int acknowledged() {
        return acknowledged.size();
    }

    synchronized List<StoreUnavailableException> refused() {
        return List.copyOf(refused);
    }

    synchronized List<OutcomeUnknownException> unknown() {
        return List.copyOf(unknown);
    }

    synchronized List<Throwable> faults() {
        return List.copyOf(faults);
    }

    Duration longestGap() {
        return Duration.ofNanos(longestGapNanos);
    }

    /** Measures gaps from here on. */
    synchronized void forgetGaps() {
        last = System.nanoTime();
        longestGapNanos = 0;
    }

    /** The acknowledged numbers that the audit log does not have. */
    Set<Long> lost(NodeWorkspace reader) {
        Set<Long> lost;
        synchronized (this) {
            lost = new TreeSet<>(acknowledged);
        }
        long from = 1;
        while (true) {
            long first = from;
            List<AuditRecord> page = get(Again.ask(() -> reader.audit(PROJECT, first, 1_000)));
            if (page.isEmpty()) {
                return lost;
            }
            for (AuditRecord entry : page) {
                if (entry.comment().startsWith(flag + " ")) {
                    lost.remove(Long.valueOf(entry.comment().substring(flag.length() + 1)));
                }
            }
            from = page.get(page.size() - 1).seq() + 1;
        }
    }

    @Override
    public String toString() {
        return acknowledged() + " acknowledged, " + refused().size() + " refused, "
                + unknown().size()
                + " unknown, longest gap "
                + longestGap().toMillis() + " ms";
    }

    @Override
    public void close() {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
