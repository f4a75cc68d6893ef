package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A change to the last of a thousand streams where everything is TLS: published beside the others, which are without. */
final class Tls implements Part {
    private static final int MOST_STREAMS = 1_000;

    private final Scale scale;
    private final List<String> jvmFlags;

    Tls(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        int count = Math.min(MOST_STREAMS, scale.streams());
        result.put("streams", count).put("tls", "on, by the JDK");
        Path folder = Files.createTempDirectory("sluice-swarm");
        try (Sluice sluice = Sluice.start(jvmFlags, Certificate.make(folder))) {
            Sluice.Place place = sluice.project("tls", FanOut.TEXT);
            long before = Processes.rssAfterCollection(place.pid());
            try (TlsStreams streams = new TlsStreams(place.uri(), place.sdkKey(), count)) {
                Crowd crowd = new Crowd(place, streams, count);
                crowd.warmUp(scale.warmUpChanges());
                Crowd.Round round = crowd.measure(0, scale.changes());
                result.setAll(round.json());
                result.put("lost", streams.lost());
                result.put("rssBytesAConnection", (Processes.rssAfterCollection(place.pid()) - before) / count);
                Progress.say(
                        "TLS, %,d streams: last %.1f ms p50; %.1f us of processor a delivery",
                        count, Results.median(round.lastMillis()), round.cpuMicrosADelivery());
            }
        } finally {
            Sluice.delete(folder);
        }
    }
}
