package dev.sluice.rig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.rig.balance.Balancer;
import dev.sluice.rig.watch.AuditLog;
import dev.sluice.rig.watch.SdkFleet;
import dev.sluice.rig.watch.WriteLog;
import dev.sluice.rig.watch.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Restarts each node of three in turn, as an operator does: SIGTERM, wait until it has left, start it again, wait until the balancer
 * sends it requests. Meanwhile real SDKs decide and somebody writes through the balancer, without ever calling twice.
 */
public final class RollingRestart {
    private static final String FLAG = "new-checkout";
    private static final String PLACE = "projects/demo/flags/" + FLAG + "/environments/production";
    private static final int NODES = 3;
    private static final int WRITERS = 4;
    private static final int DECISIONS_PER_SECOND = 2_000;
    private static final Duration LONGEST_EXIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_STALE = Duration.ofSeconds(3);
    private static final Duration LONGEST_STALE_BESIDE_OTHERS = Duration.ofSeconds(10);

    /** Each writer has one call under way: so many of them wait when Redis, which shares the processors with JVMs that start, once stands still. */
    private static final int MOST_TOO_SLOW_BESIDE_OTHERS = WRITERS;

    private static final int ONE_STALE_BESIDE_OTHERS_IN = 4;
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private RollingRestart() {}

    /** Starts a balancer over these nodes. */
    @FunctionalInterface
    public interface Balancing {
        /** Its files go to {@code folder}. */
        Balancer over(Path folder, List<Balancer.Member> members) throws IOException;
    }

    /**
     * How much of it.
     *
     * @param rounds how often each node is restarted
     * @param clients how many SDKs follow
     * @param callsPerSecond how many REST calls are made
     * @param settings further settings of the nodes
     * @param alone whether the machine does nothing else. If not, as many writes as there are writers may find Redis too slow, which is no
     *     restart's fault, and one client in four may be STALE for longer than promised
     */
    public record Size(int rounds, int clients, int callsPerSecond, Map<String, String> settings, boolean alone) {
        private int writesThatMayBeTooSlow() {
            return alone ? 0 : MOST_TOO_SLOW_BESIDE_OTHERS;
        }

        private int clientsThatMayBeStaleForLong() {
            return alone ? 0 : clients / ONE_STALE_BESIDE_OTHERS_IN;
        }
    }

    /**
     * What came of it.
     *
     * @param failures what must not be, in sentences; empty when every promise was kept
     * @param figures what was measured
     */
    public record Outcome(List<String> failures, ObjectNode figures) {}

    /** Runs it; everything it starts is gone afterwards. */
    public static Outcome run(Path folder, Balancing balancing, Size size) throws IOException, InterruptedException {
        List<String> urls;
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"))) {
            urls = Collections.nCopies(NODES, redis.url());
            try (Nodes nodes = Nodes.start(folder, urls, size.settings());
                    Balancer balancer = balancing.over(folder.resolve("balancer"), nodes.members())) {
                for (int i = 0; i < NODES; i++) {
                    balancer.afterStart(i);
                }
                return restart(nodes, balancer, size);
            }
        }
    }

    private static Outcome restart(Nodes nodes, Balancer balancer, Size size) throws IOException, InterruptedException {
        RestClient rest = RestClient.connectingAnew(balancer.uri(), Nodes.ADMIN);
        WriteLog log = new WriteLog();
        List<String> failures = new ArrayList<>();
        Duration longestExit = Duration.ZERO;
        try (SdkFleet fleet =
                SdkFleet.connect(rest, FLAG, List.of(balancer.uri()), size.clients(), DECISIONS_PER_SECOND)) {
            Writer writer = Writer.start(rest, PLACE, log, WRITERS, size.callsPerSecond());
            try (writer) {
                for (int round = 1; round <= size.rounds(); round++) {
                    for (int i = 0; i < NODES; i++) {
                        balancer.beforeStop(i);
                        ServerProcess.Exit exit = nodes.get(i).terminate();
                        longestExit = longer(longestExit, exit.after());
                        if (exit.code() != 0 || exit.after().compareTo(LONGEST_EXIT) > 0) {
                            failures.add("round " + round + ": node " + (i + 1) + " left with " + exit);
                        }
                        nodes.get(i).startAgain();
                        balancer.afterStart(i);
                    }
                }
            }
            StateId end = Ends.oneStateOf(nodes, CATCH_UP);
            if (!fleet.awaitAllAt(end, CATCH_UP)) {
                failures.add("not all SDKs came to " + end + " within " + CATCH_UP + ": " + fleet);
            }
            AuditLog audit = AuditLog.read(nodes.rest(0), "demo", "production");
            failures.addAll(judge(fleet, writer, log, audit, balancer.retries(), size));
            return new Outcome(failures, figures(fleet, writer, log, balancer.retries(), longestExit, size));
        }
    }

    private static List<String> judge(
            SdkFleet fleet, Writer writer, WriteLog log, AuditLog audit, Balancer.Retries retries, Size size) {
        List<String> failures = new ArrayList<>(fleet.violations());
        failures.addAll(fleet.wrongDecisions(audit));
        failures.addAll(log.contradictions(audit));
        failures.addAll(failedWrites(log, size));
        if (writer.failedReads() > 0) {
            failures.add(writer.failedReads() + " reads failed");
        }
        retries.afterSending().forEach(request -> failures.add("the balancer sent a request twice: " + request));
        long staleForLong = fleet.clientsStaleFor(LONGEST_STALE);
        if (staleForLong > size.clientsThatMayBeStaleForLong()
                || fleet.longestStale().compareTo(LONGEST_STALE_BESIDE_OTHERS) > 0) {
            failures.add(staleForLong + " SDKs were STALE for more than " + LONGEST_STALE + ", one for "
                    + fleet.longestStale());
        }
        return failures;
    }

    /** All that were not acknowledged; but for a few for which Redis was too slow, if the machine is shared. */
    private static List<String> failedWrites(WriteLog log, Size size) {
        Set<Integer> tooSlow = log.storeTooSlow();
        Set<Integer> pardoned = tooSlow.size() <= size.writesThatMayBeTooSlow() ? tooSlow : Set.of();
        Map<Integer, String> failures = new TreeMap<>();
        log.refused().forEach((number, why) -> failures.put(number, "write " + number + " was refused: " + why));
        log.unknown().forEach((number, why) -> failures.put(number, "write " + number + " was not answered: " + why));
        failures.keySet().removeAll(pardoned);
        return List.copyOf(failures.values());
    }

    private static ObjectNode figures(
            SdkFleet fleet, Writer writer, WriteLog log, Balancer.Retries retries, Duration longestExit, Size size) {
        return Figures.object()
                .put("rounds", size.rounds())
                .put("nodes", NODES)
                .put("sdks", size.clients())
                .put("decisions", fleet.decided())
                .put("failedDecisions", fleet.failedDecisions())
                .put("restCalls", writer.calls())
                .put("acknowledgedWrites", log.acknowledged().size())
                .put("failedRestCalls", log.refused().size() + log.unknown().size() + writer.failedReads())
                .put("ofTheseStoreTooSlow", log.storeTooSlow().size())
                .put("retriedAfterConnectFailure", retries.afterConnectFailure())
                .put("retriedAfterSending", retries.afterSending().size())
                .put("longestWriteToLastSdkMillis", fleet.longestDelay(log).toMillis())
                .put("timesStale", fleet.timesStale())
                .put("longestStaleMillis", fleet.longestStale().toMillis())
                .put("longestExitMillis", longestExit.toMillis());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
