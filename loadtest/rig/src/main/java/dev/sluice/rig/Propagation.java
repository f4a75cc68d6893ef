package dev.sluice.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a change takes from the moment the REST request is sent until the last of N streams has received it, through REST, Redis and
 * authentication. Streams are raw: what an SDK does with an event afterwards is not counted.
 */
public final class Propagation {
    private static final String ADMIN = "rig-admin-token-0123456789abcdef";
    private static final String SDK_KEY = "rig-sdk-key-0123456789abcdef0123456789";
    private static final String FLAG = "projects/demo/flags/new-checkout/environments/production/";
    private static final int WARM_UP = 50;

    private Propagation() {}

    /** {@code <streams> <changes> <result file>}: runs, prints the figures and writes them to the file. */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    args.length + " arguments given; expected <streams> <changes> <result file>");
        }
        int streams = Integer.parseInt(args[0]);
        int changes = Integer.parseInt(args[1]);
        Path data = Files.createTempDirectory("sluice-rig");
        try (ServerProcess server = ServerProcess.start(data, ADMIN, SDK_KEY, Map.of());
                RawStreams raw = RawStreams.open(server.uri(), SDK_KEY, streams)) {
            ObjectNode result = measure(server.uri(), raw, changes);
            result.put("streams", streams).put("changes", changes);
            result.put(
                    "machine",
                    System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                            + " processors shared by server, Redis and streams, Java "
                            + System.getProperty("java.version"));
            result.put("command", "make propagation STREAMS=" + streams);
            result.put(
                    "conditions",
                    "TLS off, embedded Redis, appendonly yes, appendfsync always, one writer, server -Xmx512m");
            byte[] text = new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsBytes(result);
            Path file = Path.of(args[2]).toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.write(file, text);
            System.out.println(new String(text, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode measure(URI server, RawStreams streams, int changes)
            throws IOException, InterruptedException {
        RestClient rest = new RestClient(server, ADMIN);
        Histogram write = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
        Histogram last = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
        for (int i = 0; i < WARM_UP + changes; i++) {
            long from = System.nanoTime();
            long revision = rest.call("POST", FLAG + (i % 2 == 0 ? "on" : "off"), null)
                    .expectSuccess()
                    .path("revision")
                    .asLong();
            long answered = System.nanoTime();
            long received = streams.awaitRevision(revision);
            if (i >= WARM_UP) {
                write.recordValue(TimeUnit.NANOSECONDS.toMicros(answered - from));
                last.recordValue(TimeUnit.NANOSECONDS.toMicros(received - from));
            }
        }
        ObjectNode result = new ObjectMapper().createObjectNode();
        List.of(Map.entry("restWriteMillis", write), Map.entry("lastStreamMillis", last))
                .forEach(entry -> {
                    Histogram h = entry.getValue();
                    result.putObject(entry.getKey())
                            .put("p50", h.getValueAtPercentile(50) / 1000.0)
                            .put("p99", h.getValueAtPercentile(99) / 1000.0)
                            .put("max", h.getMaxValue() / 1000.0);
                });
        return result;
    }
}
