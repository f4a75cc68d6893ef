package dev.sluice.server.measures;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out of each report whether it was counted before, on whichever node: the store remembers the numbers of each session's windows.
 * Reports of 20 ms are asked about together; a batch that got no answer is asked about again under the same name, and the store repeats
 * its answer. A report is counted when the answer is there and not before. While the store is away reports wait here, up to a bound,
 * and their senders are told that they were taken. Thread-safe.
 */
final class Claims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final long GATHER_MILLIS = 20;
    private static final long AGAIN_MILLIS = 1_000;
    private static final int MOST_IN_BATCH = 500;
    private static final int MOST_WAITING_ROWS = 200_000;

    private final Vertx vertx;
    private final MeasureStore store;
    private final String node;
    private final Counted counted;
    private final Map<EnvironmentId, Line> lines = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger waitingRows = new AtomicInteger();

    /** Gets each report that counts, once, with the time at which it came. */
    interface Counted {
        void count(EnvironmentId environment, Report report, Instant at);
    }

    private record Waiting(Report report, Instant at, Promise<Boolean> answer) {
        int weight() {
            return 1 + report.rows();
        }
    }

    Claims(Vertx vertx, MeasureStore store, String node, Counted counted) {
        this.vertx = vertx;
        this.store = store;
        this.node = node;
        this.counted = counted;
    }

    /** True if it counts now or will, false if it was counted before. Fails if there is no room. */
    Future<Boolean> claim(EnvironmentId environment, Report report, Instant at) {
        var waiting = new Waiting(report, at, Promise.promise());
        if (waitingRows.addAndGet(waiting.weight()) > MOST_WAITING_ROWS) {
            waitingRows.addAndGet(-waiting.weight());
            return Future.failedFuture(new ReportRefusedException(
                    ReportRefusedException.Kind.NO_ROOM,
                    "the node holds as many reports as it may while Redis is away; nothing of this one was taken"));
        }
        lines.computeIfAbsent(environment, Line::new).add(waiting);
        return waiting.answer().future();
    }

    int waitingRows() {
        return waitingRows.get();
    }

    /** The reports of one environment, in their order. */
    private final class Line {

        private final EnvironmentId environment;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private List<Waiting> batch = List.of();
        private String token = "";
        private boolean busy;
        private boolean storeAway;

        Line(EnvironmentId environment) {
            this.environment = environment;
        }

        void add(Waiting report) {
            boolean takenAtOnce;
            synchronized (this) {
                waiting.add(report);
                takenAtOnce = storeAway;
                if (!busy) {
                    busy = true;
                    vertx.setTimer(GATHER_MILLIS, due -> next());
                }
            }
            if (takenAtOnce) {
                report.answer().tryComplete(true);
            }
        }

        private void next() {
            synchronized (this) {
                List<Waiting> some = new ArrayList<>();
                while (some.size() < MOST_IN_BATCH && !waiting.isEmpty()) {
                    some.add(waiting.remove());
                }
                batch = some;
                token = Long.toString(numbers.incrementAndGet());
                if (some.isEmpty()) {
                    busy = false;
                    return;
                }
            }
            ask();
        }

        private void ask() {
            List<MeasureStore.Claim> claims;
            String name;
            synchronized (this) {
                name = token;
                claims = batch.stream()
                        .map(each -> new MeasureStore.Claim(
                                each.report().session(), each.report().seq()))
                        .toList();
            }
            store.claim(environment, node, name, claims).onSuccess(this::settle).onFailure(this::again);
        }

        private void settle(List<Boolean> isNew) {
            List<Waiting> settled;
            synchronized (this) {
                settled = batch;
                storeAway = false;
            }
            for (int i = 0; i < settled.size(); i++) {
                Waiting each = settled.get(i);
                boolean counts = isNew.get(i);
                if (counts) {
                    counted.count(environment, each.report(), each.at());
                }
                waitingRows.addAndGet(-each.weight());
                each.answer().tryComplete(counts);
            }
            boolean more;
            synchronized (this) {
                more = !waiting.isEmpty();
                batch = List.of();
                if (!more) {
                    busy = false;
                }
            }
            if (more) {
                vertx.setTimer(GATHER_MILLIS, due -> next());
            }
        }

        private void again(Throwable cause) {
            log.debug("reports of {} wait for the store", environment, cause);
            List<Waiting> taken = new ArrayList<>();
            synchronized (this) {
                storeAway = true;
                taken.addAll(batch);
                taken.addAll(waiting);
            }
            taken.forEach(each -> each.answer().tryComplete(true));
            vertx.setTimer(AGAIN_MILLIS, due -> ask());
        }
    }
}
