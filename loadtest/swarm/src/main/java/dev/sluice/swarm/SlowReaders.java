package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Some of many streams never read, for minutes, while flags change all the time: the server's heap must not grow, and the others must not
 * notice.
 */
final class SlowReaders implements Part {
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(200);
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);
    private static final int FEWEST_SAMPLES = 20;
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)");
    private static final Pattern SESSIONS = Pattern.compile("(?m)^sluice_stream_sessions(?:\\{[^}]*})? ([0-9.E+]+)");
    private static final int CHANGES_TIMED = 50;
    private static final int SHARE = 50;
    private static final int SAMPLES_A_COLLECTION = 6;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int streams;
    private final Duration time;
    private final Path csv;
    private final List<String> jvmFlags;

    /** One in fifty of so many streams never reads, for that time; samples go to {@code csv} as well. */
    SlowReaders(int streams, Duration time, Path csv, List<String> jvmFlags) {
        this.streams = streams;
        this.time = time;
        this.csv = csv;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        int deaf = Math.max(1, streams / SHARE);
        result.put("streams", streams)
                .put("neverRead", deaf)
                .put("minutes", time.toSeconds() / 60.0)
                .put("changesASecond", Duration.ofSeconds(1).dividedBy(BETWEEN_WRITES))
                .put("samples", String.valueOf(csv.getFileName()));
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("slow", FanOut.TEXT);
            try (Streams swarm = Streams.connect(place, streams)) {
                swarm.deafen(deaf);
                LockSupport.parkNanos(Math.min(SETTLE.toNanos(), time.toNanos()));
                sample(result, sluice, place, swarm);
                ObjectNode mishaps = result.putObject("mishaps");
                swarm.mishaps().forEach(mishaps::put);
            }
        }
    }

    private void sample(ObjectNode result, Sluice sluice, Sluice.Place place, Streams swarm) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("seconds,heapUsedMegabytes,heapAfterCollectionMegabytes,rssMegabytes,redisRssMegabytes,sessions,"
                + "deliveries,p99Millis,maxMillis");
        List<Double> heaps = new ArrayList<>();
        Histogram all = new Histogram(3);
        Writer writer = new Writer(() -> announced(place, swarm), BETWEEN_WRITES);
        long from = System.nanoTime();
        long step = Math.min(LONGEST_STEP.toNanos(), time.toNanos() / FEWEST_SAMPLES);
        for (int i = 1; i * step <= time.toNanos(); i++) {
            LockSupport.parkNanos(from + i * step - System.nanoTime());
            String metrics = metrics(sluice.server().management());
            Histogram taken = swarm.arrivals().takeDeliveries();
            all.add(taken);
            boolean collect = i % SAMPLES_A_COLLECTION == 1;
            double heap = collect ? Processes.heapAfterCollection(place.pid()) / 1e6 : Double.NaN;
            if (collect) {
                heaps.add(heap);
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%.0f,%.1f,%s,%.1f,%.1f,%.0f,%d,%.1f,%.1f",
                    Crowd.seconds(System.nanoTime() - from),
                    sum(HEAP, metrics) / 1e6,
                    collect ? String.format(Locale.ROOT, "%.1f", heap) : "",
                    Processes.rssBytes(place.pid()) / 1e6,
                    Processes.rssBytes(place.redisPid().orElseThrow()) / 1e6,
                    sum(SESSIONS, metrics),
                    taken.getTotalCount(),
                    taken.getValueAtPercentile(99) / 1e3,
                    taken.getMaxValue() / 1e3));
            Files.write(csv, lines);
            if (collect) {
                Progress.say("slow readers: %s", lines.get(lines.size() - 1));
            }
        }
        result.set("writeMillis", withoutRaw(Results.figures(writer.stop(LONGEST_WRITE))));
        result.put("failedWrites", writer.failures()).put("repeatedWrites", place.repeatedWrites());
        result.set("others", Results.millis(all));
        result.set("heapAfterCollectionMegabytes", Results.figures(heaps));
        int third = Math.max(1, heaps.size() / 3);
        double first = Results.median(heaps.subList(0, third));
        double last = Results.median(heaps.subList(heaps.size() - third, heaps.size()));
        result.put("heapLastThirdToFirst", Results.rounded(last / first));
    }

    /** A change that was announced to the streams before, so that its arrivals are timed. */
    private static long announced(Sluice.Place place, Streams swarm) throws IOException, InterruptedException {
        long next = Math.max(place.lastRevision(), swarm.newest()) + 1;
        swarm.arrivals().expect(next, System.nanoTime(), Integer.MAX_VALUE);
        swarm.arrivals().forget(next - CHANGES_TIMED);
        return place.change();
    }

    private static JsonNode withoutRaw(ObjectNode figures) {
        return figures.without("raw");
    }

    private String metrics(URI management) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(management.resolve("/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double sum(Pattern pattern, String metrics) {
        double sum = 0;
        Matcher matcher = pattern.matcher(metrics);
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }
}
