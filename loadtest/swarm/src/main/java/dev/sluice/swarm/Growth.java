package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a change costs, by the number of streams: all in its own environment, and a fixed number in its own with the rest in another one of
 * the same project.
 */
final class Growth implements Part {
    private static final List<Integer> TIMES = List.of(1, 2, 4, 8);
    private static final int LARGEST = 8;
    private static final String OTHER = "other";

    private final Scale scale;
    private final List<String> jvmFlags;

    Growth(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        int unit = Math.max(1, scale.streams() / LARGEST / 5 * 4);
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place own = sluice.project("growth", FanOut.TEXT);
            sluice.rest().make("projects/growth/environments", Map.of("key", OTHER));
            Sluice.Place other = sluice.place("growth", OTHER);
            FanOut.warmUp(own, scale);
            ArrayNode points = result.putArray("points");
            for (int times : TIMES) {
                measure(own, other, times * unit, 0, points.addObject());
            }
            for (int times : TIMES) {
                measure(own, other, unit, (times - 1) * unit, points.addObject());
            }
        }
    }

    private void measure(Sluice.Place own, Sluice.Place other, int mine, int others, ObjectNode point)
            throws Exception {
        try (Streams elsewhere = Streams.connect(other, others);
                Streams here = Streams.connect(own, mine)) {
            Crowd.Round round = new Crowd(own, here, mine).measure(5, scale.changes());
            point.put("own", mine).put("others", elsewhere.live());
            point.setAll(round.json());
            Progress.say(
                    "growth: %,d streams, %,d elsewhere: %.1f ms of processor a change, last %.1f ms p50",
                    mine, others, round.cpuMicrosAChange() / 1_000, Results.median(round.lastMillis()));
        }
    }
}
