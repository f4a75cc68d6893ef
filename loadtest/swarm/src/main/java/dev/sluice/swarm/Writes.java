package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One client that turns a flag on and off, one request after the other. */
final class Writes implements Part {
    private final Scale scale;
    private final List<String> jvmFlags;

    Writes(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("writes", FanOut.TEXT);
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < 2 * scale.writes(); i++) {
                long from = System.nanoTime();
                place.change();
                if (i >= scale.writes()) {
                    millis.add(Crowd.millis(System.nanoTime() - from));
                }
            }
            result.set("writeMillis", Results.figures(millis));
            result.put("repeatedWrites", place.repeatedWrites());
            Progress.say(
                    "REST write: %.2f ms p50, %.2f ms p99",
                    result.at("/writeMillis/p50").asDouble(),
                    result.at("/writeMillis/p99").asDouble());
        }
    }
}
