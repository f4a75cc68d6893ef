package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All streams of an environment of 5 MB go at one moment and come back at the next, once with what they had and once with nothing, while
 * somebody changes flags ten times a second.
 */
final class Storm implements Part {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(100);
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");
    private static final int FLAG_TEXT = 10_000;

    private final Scale scale;
    private final List<String> jvmFlags;

    Storm(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        Path log = Files.createTempFile("sluice-swarm", ".gc");
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add("-Xlog:gc:file=" + log + "::filecount=0");
        result.put("streams", scale.streams());
        try (Sluice sluice = Sluice.start(flags)) {
            Sluice.Place place = sluice.project("storm", FanOut.TEXT);
            sluice.fill("storm", scale.snapshotFlags(), FLAG_TEXT);
            Progress.say("storm: %d flags of %d kB are made", scale.snapshotFlags(), FLAG_TEXT / 1_000);
            try (Streams streams = Streams.connect(place, scale.streams())) {
                result.put("connectSeconds", Results.rounded(streams.connectSeconds()));
                Progress.say("storm: %,d streams are there after %.1f s", scale.streams(), streams.connectSeconds());
                new Crowd(place, streams, scale.streams()).warmUp(3);
                storm(streams, place, log, true, result.putObject("resumed"));
                storm(streams, place, log, false, result.putObject("cold"));
                ObjectNode mishaps = result.putObject("mishaps");
                streams.mishaps().forEach(mishaps::put);
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private void storm(Streams streams, Sluice.Place place, Path log, boolean resumed, ObjectNode one)
            throws Exception {
        long steady = Processes.heapAfterCollection(place.pid());
        long rss = Processes.rssBytes(place.pid());
        long fetched = streams.fetchedBytes();
        long logged = Files.size(log);
        int repeated = place.repeatedWrites();
        Writer writer = new Writer(place::change, BETWEEN_WRITES);
        try {
            streams.drop();
            long gone = System.nanoTime();
            streams.comeBack(resumed);
            long back = streams.awaitLive(scale.streams(), LIMIT);
            one.put("allBackSeconds", Results.rounded(Crowd.seconds(back - gone)));
        } finally {
            one.put("live", streams.live());
            one.set("writeMillis", Results.figures(writer.stop(LONGEST_WRITE)));
            one.put("failedWrites", writer.failures()).put("repeatedWrites", place.repeatedWrites() - repeated);
            heap(one, steady, Files.readString(log, StandardCharsets.UTF_8).substring((int) logged));
            one.put("rssBytesBefore", rss).put("rssBytesAfter", Processes.rssBytes(place.pid()));
            one.put("fetchedBytes", streams.fetchedBytes() - fetched);
            Progress.say(
                    "storm, %s: all %,d back after %.1f s, writes %.0f ms p99, heap %.2f x",
                    resumed ? "resumed" : "cold",
                    streams.live(),
                    one.path("allBackSeconds").asDouble(Double.NaN),
                    one.at("/writeMillis/p99").asDouble(),
                    one.path("heapPeakRatio").asDouble());
        }
    }

    /** The largest heap after a collection during the storm, and before one, beside that of the quiet moment before. */
    private static void heap(ObjectNode one, long steady, String log) throws IOException {
        long after = steady;
        long before = steady;
        Matcher matcher = COLLECTION.matcher(log);
        while (matcher.find()) {
            before = Math.max(before, Long.parseLong(matcher.group(1)) << 20);
            after = Math.max(after, Long.parseLong(matcher.group(2)) << 20);
        }
        one.put("heapSteadyBytes", steady)
                .put("heapPeakAfterCollectionBytes", after)
                .put("heapPeakBeforeCollectionBytes", before)
                .put("heapPeakRatio", Results.rounded((double) after / steady));
    }
}
