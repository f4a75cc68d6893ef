package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** All streams acknowledge as an SDK does, and the writer waits until the server says that a change is in force everywhere. */
final class Acks implements Part {
    private static final int CHANGES = 10;

    private final Scale scale;
    private final List<String> jvmFlags;

    Acks(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        result.put("streams", scale.streams());
        ArrayNode json = result.putArray("changes");
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("acks", FanOut.TEXT);
            try (Streams streams = Streams.connect(place, scale.streams());
                    Acknowledger acknowledger = new Acknowledger(place, streams)) {
                for (int i = 0; i < CHANGES; i++) {
                    boolean urgent = i % 2 == 1;
                    double cpu = Processes.cpuSeconds(place.pid());
                    long from = System.nanoTime();
                    JsonNode told = sluice.rest()
                            .act(
                                    "POST",
                                    place.path() + (urgent ? "off" : "on") + "?waitFor=converged&timeoutMillis=14000",
                                    null)
                            .expectSuccess()
                            .path("convergence");
                    ObjectNode one = json.addObject()
                            .put("urgent", urgent)
                            .put("millis", Results.rounded(Crowd.millis(System.nanoTime() - from)))
                            .put("cpuSeconds", Results.rounded(Processes.cpuSeconds(place.pid()) - cpu));
                    for (String field : List.of("connected", "acked", "complete")) {
                        one.set(field, told.path(field));
                    }
                    Progress.say(
                            "acknowledged%s: %s of %s after %.0f ms",
                            urgent ? " at once" : "",
                            told.path("acked").asText(),
                            told.path("connected").asText(),
                            one.path("millis").asDouble());
                }
                result.put("failedAcknowledgements", acknowledger.failures());
            }
        }
    }
}
