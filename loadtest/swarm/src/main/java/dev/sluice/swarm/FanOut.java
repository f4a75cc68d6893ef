package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A change from its REST request until the last of N streams has it, beside the broadcaster in alternating rounds; and what a delivery
 * costs the processor, and a connection the memory.
 */
final class FanOut implements Part {
    /** So long is the text of the flag that its event has about 1 KiB. */
    static final int TEXT = 420;

    private static final int WARM_UP_STREAMS = 1_000;

    private final int streams;
    private final int rounds;
    private final Duration hold;
    private final Scale scale;
    private final List<String> jvmFlags;

    /** Holds all streams for a while in each round, before they are counted. */
    FanOut(int streams, int rounds, Duration hold, Scale scale, List<String> jvmFlags) {
        this.streams = streams;
        this.rounds = rounds;
        this.hold = hold;
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        result.put("streams", streams).put("changesARound", scale.changes());
        ArrayNode json = result.putArray("rounds");
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("swarm", TEXT);
            int eventBytes = eventBytes(place);
            try (Bare bare = Bare.start(eventBytes, 0, jvmFlags)) {
                result.put("eventBytes", eventBytes).put("bareTransport", bare.transport());
                warmUp(bare, scale);
                warmUp(place, scale);
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
    }

    /** Lets the target's JVM compile what the measurement needs. */
    static void warmUp(Target target, Scale scale) throws Exception {
        int count = Math.min(WARM_UP_STREAMS, scale.streams());
        try (Streams streams = Streams.connect(target, count)) {
            new Crowd(target, streams, count).warmUp(scale.warmUpChanges());
        }
    }

    private Crowd.Round round(Target target, ObjectNode one) throws Exception {
        long before = Processes.rssAfterCollection(target.pid());
        try (Streams swarm = Streams.connect(target, streams)) {
            Crowd.Round measured =
                    new Crowd(target, swarm, streams).measure(Math.max(2, scale.changes() / 10), scale.changes());
            one.setAll(measured.json());
            LockSupport.parkNanos(hold.toNanos());
            long after = Processes.rssAfterCollection(target.pid());
            one.put("connectSeconds", Results.rounded(swarm.connectSeconds()));
            one.put("rssBytesBefore", before).put("rssBytesAfter", after);
            one.put("rssBytesAConnection", (after - before) / streams);
            if (target.redisPid().isPresent()) {
                one.put("redisRssBytes", Processes.rssBytes(target.redisPid().getAsLong()));
            }
            one.put("live", swarm.live());
            ObjectNode mishaps = one.putObject("mishaps");
            swarm.mishaps().forEach(mishaps::put);
            Progress.say(
                    "%,d streams of %s: last %.1f ms p50, %.1f max; %.1f us of processor a delivery; %.1f kB a connection",
                    streams,
                    target.name(),
                    one.at("/lastMillis/p50").asDouble(),
                    one.at("/lastMillis/max").asDouble(),
                    measured.cpuMicrosADelivery(),
                    (after - before) / 1_000.0 / streams);
            return measured;
        }
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
        try (Streams one = Streams.connect(target, 1)) {
            new Crowd(target, one, 1).warmUp(4);
            return one.lastDeltaBytes();
        }
    }
}
