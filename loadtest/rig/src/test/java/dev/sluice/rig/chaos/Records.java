package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.naive.NaiveEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The records of each revision, as nodes stream them, and an engine that decides by them: read as JSON and nothing else, past every
 * fault proxy, so that it shares no code with what it judges. One thread for each node; the last 3,000 revisions are kept.
 */
final class Records implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT = 3_000;
    private static final int SILENT_MILLIS = 30_000;

    private final Map<String, NaiveEngine> engines = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NaiveEngine> eldest) {
            return size() > KEPT;
        }
    };
    private final String sdkKey;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean going = true;

    /** Begins to read; a node that is away is tried again ten times a second. */
    Records(List<Supplier<URI>> nodes, String sdkKey) {
        this.sdkKey = sdkKey;
        for (Supplier<URI> node : nodes) {
            Thread reader = new Thread(() -> readForEver(node), "records");
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        }
    }

    /** What decides as of that event id; null when no node has said it yet, or it was long ago. */
    NaiveEngine at(String eventId) {
        synchronized (engines) {
            return engines.get(eventId);
        }
    }

    private void readForEver(Supplier<URI> node) {
        while (going) {
            try {
                read(node.get());
            } catch (IOException gone) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void read(URI node) throws IOException {
        HttpURLConnection connection = connect(node, "/sdk/v1/stream");
        Known known = new Known();
        String type = "";
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null && going; line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    JsonNode data = JSON.readTree(line.substring(6));
                    if (type.equals("snapshot")) {
                        known = new Known();
                        keep(known, data, "revision");
                    } else if (type.equals("delta")) {
                        keep(known, data, "to");
                    } else if (type.equals("refetch") || type.equals("bye")) {
                        return;
                    }
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private void keep(Known known, JsonNode event, String revision) {
        known.change(event);
        String id = event.path("epoch").asText() + ":" + event.path(revision).asLong() + ":"
                + event.path("hash").asText().substring(0, 8);
        synchronized (engines) {
            engines.computeIfAbsent(id, unseen -> known.engine());
        }
    }

    private HttpURLConnection connect(URI node, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) node.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(SILENT_MILLIS);
        connection.setReadTimeout(SILENT_MILLIS);
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setRequestProperty("Authorization", "Bearer " + sdkKey);
        connection.setRequestProperty("Sluice-Instance", UUID.randomUUID().toString());
        connection.setRequestProperty("Sluice-Application", "records/1");
        connection.setRequestProperty("Sluice-Sdk", "rig/0.1.0");
        return connection;
    }

    /** Records as one stream has told them so far. */
    private static final class Known {

        private final Map<String, JsonNode> flags = new TreeMap<>();
        private final Map<String, JsonNode> segments = new TreeMap<>();

        void change(JsonNode event) {
            change(flags, event.path("flags"));
            change(segments, event.path("segments"));
        }

        private static void change(Map<String, JsonNode> records, JsonNode changes) {
            for (Map.Entry<String, JsonNode> each : changes.properties()) {
                if (each.getValue().isNull()) {
                    records.remove(each.getKey());
                } else {
                    records.put(each.getKey(), each.getValue().path("record"));
                }
            }
        }

        NaiveEngine engine() {
            return new NaiveEngine(Map.copyOf(flags), Map.copyOf(segments), Map.of(), 0, new HashMap<>());
        }
    }

    @Override
    public void close() {
        going = false;
        readers.forEach(Thread::interrupt);
    }
}
