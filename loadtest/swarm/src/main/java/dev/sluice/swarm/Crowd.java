package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A writer and the streams that get what it writes: makes changes and times them until the last stream has them. */
final class Crowd {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Target target;
    private final Members members;
    private final int size;

    /** Measures with these members, all of whom are there. */
    Crowd(Target target, Members members, int size) {
        this.target = target;
        this.members = members;
        this.size = size;
    }

    /**
     * What some changes took.
     *
     * @param lastMillis from the request until the last stream had it, of each change
     * @param answerMillis from the request until its answer, of each change
     * @param cpuMicrosADelivery processor time of the server, without Redis, for each event that reached a stream
     * @param redisCpuMicrosADelivery the same of Redis; 0 where there is none
     * @param cpuMicrosAChange processor time of the server, without Redis, for each change
     */
    record Round(
            List<Double> lastMillis,
            List<Double> answerMillis,
            double cpuMicrosADelivery,
            double redisCpuMicrosADelivery,
            double cpuMicrosAChange) {

        ObjectNode json() {
            ObjectNode json = Results.object();
            json.set("lastMillis", Results.figures(lastMillis));
            json.set("answerMillis", Results.figures(answerMillis));
            return json.put("cpuMicrosADelivery", Results.rounded(cpuMicrosADelivery))
                    .put("redisCpuMicrosADelivery", Results.rounded(redisCpuMicrosADelivery))
                    .put("cpuMicrosAChange", Results.rounded(cpuMicrosAChange));
        }
    }

    /** Makes changes without a pause, and measures none. */
    void warmUp(int changes) throws Exception {
        for (int i = 0; i < changes; i++) {
            change(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Makes changes one after the other, each when the one before is everywhere; the first few are not counted. */
    Round measure(int warmUp, int changes) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            change(new ArrayList<>(), new ArrayList<>());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        List<Double> last = new ArrayList<>();
        List<Double> answer = new ArrayList<>();
        double cpu = Processes.cpuSeconds(target.pid());
        double redis = redisCpu();
        for (int i = 0; i < changes; i++) {
            change(last, answer);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        double seconds = Processes.cpuSeconds(target.pid()) - cpu;
        double micros = TimeUnit.SECONDS.toMicros(1) * seconds;
        double deliveries = Math.max(1.0, (double) changes * size);
        return new Round(
                last,
                answer,
                micros / deliveries,
                TimeUnit.SECONDS.toMicros(1) * (redisCpu() - redis) / deliveries,
                micros / changes);
    }

    private void change(List<Double> last, List<Double> answer) throws Exception {
        long next = members.newest() + 1;
        long from = System.nanoTime();
        members.arrivals().expect(next, from, size);
        long made = target.change();
        answer.add(millis(System.nanoTime() - from));
        if (made != next) {
            throw new IllegalStateException(
                    "the change made revision " + made + "; expected " + next + ": somebody else writes too");
        }
        last.add(millis(members.arrivals().await(made, LIMIT).toNanos()));
    }

    private double redisCpu() throws IOException {
        return target.redisPid().isPresent()
                ? Processes.cpuSeconds(target.redisPid().getAsLong())
                : 0;
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
