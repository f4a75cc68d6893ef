package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.rig.Ends;
import dev.sluice.rig.Figures;
import dev.sluice.rig.Nodes;
import dev.sluice.rig.RestClient;
import dev.sluice.rig.ServerProcess;
import dev.sluice.rig.watch.AuditLog;
import dev.sluice.rig.watch.SdkFleet;
import dev.sluice.rig.watch.WriteLog;
import dev.sluice.rig.watch.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes, one Redis, many real SDKs and a writer, harmed at random by a seed. When the harm is over, this must hold:
 * <ol>
 *   <li>every SDK and every node is in one state (epoch, revision, hash);
 *   <li>no SDK ever went back, and no two ever held different states at one revision;
 *   <li>no decision failed, and each was right for the flag version that it named;
 *   <li>every acknowledged write is in the audit log once, no refused one is, and one of unknown outcome is there at most once.
 * </ol>
 */
public final class Chaos {
    private static final String FLAG = "new-checkout";
    private static final String PLACE = "projects/demo/flags/" + FLAG + "/environments/production";
    private static final int WRITERS = 2;
    private static final int CALLS_PER_SECOND = 10;
    private static final int DECISIONS_PER_SECOND = 1_000;
    private static final Duration ONE_STATE_OF_NODES = Duration.ofSeconds(30);
    private static final Duration ONE_STATE_OF_SDKS = Duration.ofSeconds(150);

    private final Plan plan;
    private final Surroundings around;
    private final WriteLog log = new WriteLog();
    private final List<String> failures = new ArrayList<>();

    private Chaos(Plan plan, Surroundings around) {
        this.plan = plan;
        this.around = around;
    }

    /**
     * How much of it.
     *
     * @param seed decides all that is drawn
     * @param time how long harm is done
     * @param longest the longest single harm
     * @param clients how many SDKs follow
     */
    public record Size(long seed, Duration time, Duration longest, int clients) {}

    /**
     * What came of it.
     *
     * @param failures what must not be, in sentences; empty when every promise was kept
     * @param plan what was done when, to be printed beside a failure
     * @param figures what was measured
     */
    public record Outcome(List<String> failures, String plan, ObjectNode figures) {}

    /** Runs it; everything it starts is gone afterwards. */
    public static Outcome run(Path folder, Size size) throws IOException, InterruptedException {
        Plan plan = Plan.of(size.seed(), size.time(), size.longest(), Surroundings.victims());
        System.out.print(plan);
        try (Surroundings around = Surroundings.start(folder, size.seed())) {
            return new Chaos(plan, around).run(size.clients());
        }
    }

    private Outcome run(int clients) throws IOException, InterruptedException {
        RestClient rest = new RestClient(around.balancer(), Nodes.ADMIN);
        try (SdkFleet fleet = SdkFleet.connect(rest, FLAG, around.doors(), clients, DECISIONS_PER_SECOND)) {
            Writer writer = Writer.start(rest, PLACE, log, WRITERS, CALLS_PER_SECOND);
            try (writer) {
                around.suffer(plan);
                around.nodes().all().forEach(ServerProcess::awaitStarted);
                awaitMoreWrites();
            }
            long from = System.nanoTime();
            StateId end = Ends.oneStateOf(around.nodes(), ONE_STATE_OF_NODES);
            long nodesAfter = System.nanoTime() - from;
            if (!fleet.awaitAllAt(end, ONE_STATE_OF_SDKS)) {
                failures.add("not all SDKs came to " + end + " within " + ONE_STATE_OF_SDKS + ": " + fleet);
            }
            long sdksAfter = System.nanoTime() - from;
            AuditLog audit = AuditLog.read(around.nodes().rest(0), "demo", "production");
            failures.addAll(fleet.violations());
            failures.addAll(fleet.wrongDecisions(audit));
            failures.addAll(log.contradictions(audit));
            return new Outcome(
                    failures, plan.toString(), figures(fleet, clients, writer.calls(), nodesAfter, sdksAfter));
        }
    }

    /** The fleet must not only agree in the end but work. */
    private void awaitMoreWrites() {
        int before = log.acknowledged().size();
        long until = System.nanoTime() + ONE_STATE_OF_NODES.toNanos();
        while (log.acknowledged().size() < before + 5) {
            if (System.nanoTime() > until) {
                failures.add("no 5 writes were acknowledged within " + ONE_STATE_OF_NODES + " after all harm: " + log);
                return;
            }
            Surroundings.pauseUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private ObjectNode figures(SdkFleet fleet, int clients, long calls, long nodesAfter, long sdksAfter) {
        ObjectNode figures = Figures.object()
                .put("seed", plan.seed())
                .put("events", plan.events().size())
                .put("sdks", clients)
                .put("decisions", fleet.decided())
                .put("failedDecisions", fleet.failedDecisions())
                .put("restCalls", calls)
                .put("acknowledgedWrites", log.acknowledged().size())
                .put("refusedWrites", log.refused().size())
                .put("writesOfUnknownOutcome", log.unknown().size())
                .put("nodesAgreeAfterMillis", TimeUnit.NANOSECONDS.toMillis(nodesAfter))
                .put("sdksAgreeAfterMillis", TimeUnit.NANOSECONDS.toMillis(sdksAfter))
                .put("timesStale", fleet.timesStale());
        ObjectNode harms = figures.putObject("harm");
        plan.counts().forEach((harm, count) -> harms.put(harm.name(), count));
        ObjectNode reasons = figures.putObject("refusals");
        new TreeSet<>(log.refused().values())
                .stream()
                        .map(why -> why.replaceAll("\\d{2,}", "n"))
                        .distinct()
                        .limit(10)
                        .forEach(why -> reasons.put(
                                why,
                                log.refused().values().stream()
                                        .filter(other ->
                                                other.replaceAll("\\d{2,}", "n").equals(why))
                                        .count()));
        return figures;
    }
}
