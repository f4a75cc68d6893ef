package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A change from its REST request until the last of N streams has it, beside the broadcaster in alternating rounds; and what a delivery
 * costs the processor and a connection the memory.
 */
final class FanOut {
    /** So long is the text of the flag that its event has about 1 KiB. */
    static final int TEXT = 640;

    private final int streams;
    private final int rounds;
    private final int changes;

    FanOut(int streams, int rounds, int changes) {
        this.streams = streams;
        this.rounds = rounds;
        this.changes = changes;
    }

    ObjectNode run(String command, List<String> jvmFlags) throws Exception {
        ObjectNode result = Results.conditions(command, jvmFlags);
        result.put("streams", streams).put("changesARound", changes);
        ArrayNode json = result.putArray("rounds");
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("swarm", TEXT);
            int eventBytes = eventBytes(place);
            try (Bare bare = Bare.start(eventBytes, 0, jvmFlags)) {
                result.put("eventBytes", eventBytes).put("bareTransport", bare.transport());
                List<Crowd.Round> limits = new ArrayList<>();
                List<Crowd.Round> ours = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    ObjectNode both = json.addObject();
                    limits.add(round(bare, both.putObject(bare.name())));
                    ours.add(round(place, both.putObject(place.name())));
                }
                ratios(result, limits, ours);
            }
        }
        return result;
    }

    private Crowd.Round round(Target target, ObjectNode one) throws Exception {
        long before = Processes.rssAfterCollection(target.pid());
        try (Crowd crowd = new Crowd(target, streams)) {
            Crowd.Round measured = crowd.measure(Math.max(3, changes / 5), changes);
            one.setAll(measured.json());
            long after = Processes.rssAfterCollection(target.pid());
            one.put("connectSeconds", Results.rounded(crowd.connectSeconds()));
            one.put("rssBytesBefore", before).put("rssBytesAfter", after);
            one.put("rssBytesAConnection", (after - before) / streams);
            if (target.redisPid().isPresent()) {
                one.put("redisRssBytes", Processes.rssBytes(target.redisPid().getAsLong()));
            }
            ObjectNode mishaps = one.putObject("mishaps");
            crowd.streams().mishaps().forEach(mishaps::put);
            Progress.say("%,d streams of %s: %s", streams, target.name(), summary(one));
            return measured;
        }
    }

    private static String summary(ObjectNode one) {
        return String.format(
                "last %.1f ms p50, %.1f max; %.1f us of processor a delivery; %.1f kB a connection",
                one.at("/lastMillis/p50").asDouble(),
                one.at("/lastMillis/max").asDouble(),
                one.path("cpuMicrosADelivery").asDouble(),
                one.path("rssBytesAConnection").asDouble() / 1_000);
    }

    private static void ratios(ObjectNode result, List<Crowd.Round> bare, List<Crowd.Round> sluice) {
        List<Double> p50 = new ArrayList<>();
        List<Double> max = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            p50.add(Results.median(sluice.get(i).lastMillis())
                    / Results.median(bare.get(i).lastMillis()));
            max.add(largest(sluice.get(i)) / largest(bare.get(i)));
            cpu.add(sluice.get(i).cpuMicrosADelivery() / bare.get(i).cpuMicrosADelivery());
        }
        result.putObject("ratioToBare")
                .put("lastP50", Results.rounded(Results.median(p50)))
                .put("lastMax", Results.rounded(Results.median(max)))
                .put("cpuADelivery", Results.rounded(Results.median(cpu)));
    }

    private static double largest(Crowd.Round round) {
        return round.lastMillis().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
    }

    /** The length of the event that tells of a change of this place. */
    static int eventBytes(Target target) throws Exception {
        try (Crowd one = new Crowd(target, 1)) {
            one.measure(0, 4);
            return one.streams().lastDeltaBytes();
        }
    }
}
