package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.rig.RestClient;
import dev.sluice.rig.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A flag server with the Redis that it runs for itself, in a folder that goes when it does. */
final class Sluice implements AutoCloseable {
    private static final String ADMIN = "swarm-admin-token-0123456789abcdef";
    private static final String DEMO_KEY = "swarm-sdk-key-0123456789abcdef0123456789";
    private static final String SWITCH = "switch";
    private static final long SEED = 20261121;
    private static final int MOST_STREAMS = 18_500;
    private static final int PLANS = 20;
    private static final int MOST = 1_000;

    private final Path data;
    private final ServerProcess server;
    private final URI uri;
    private final RestClient rest;

    private Sluice(Path data, ServerProcess server, @Nullable Certificate certificate) {
        this.data = data;
        this.server = server;
        this.uri = certificate == null
                ? server.uri()
                : URI.create("https://localhost:" + server.uri().getPort());
        this.rest = new RestClient(uri, ADMIN, certificate == null ? null : certificate.trust());
    }

    /** Starts one, with these flags for its JVM. */
    static Sluice start(List<String> jvmFlags) throws IOException {
        return start(jvmFlags, null);
    }

    /** The same, over TLS where a certificate is given. */
    static Sluice start(List<String> jvmFlags, @Nullable Certificate certificate) throws IOException {
        Path data = Files.createTempDirectory("sluice-swarm");
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_DRAIN_WAIT_SECONDS", "0");
        settings.put("SLUICE_STREAMS_MAX", "" + MOST_STREAMS);
        if (certificate != null) {
            settings.put("SLUICE_TLS_CERT", certificate.chainFile().toString());
            settings.put("SLUICE_TLS_KEY", certificate.keyFile().toString());
        }
        return new Sluice(data, ServerProcess.start(data, ADMIN, DEMO_KEY, settings, jvmFlags), certificate);
    }

    ServerProcess server() {
        return server;
    }

    RestClient rest() {
        return rest;
    }

    /** Makes a project with a flag {@code switch} of which one variation is a text of so many characters. */
    Place project(String project, int textLength) throws IOException, InterruptedException {
        rest.make("projects", Map.of("key", project));
        flag(project, SWITCH, "x".repeat(textLength));
        return place(project, "production");
    }

    /** An environment of a project that has the flag {@code switch}, with an SDK key of its own. */
    Place place(String project, String environment) throws IOException, InterruptedException {
        JsonNode key = rest.act("POST", "projects/" + project + "/keys", Map.of("environment", environment))
                .expectSuccess();
        return new Place(project, environment, key.path("key").asText());
    }

    /** Makes flags whose texts have so many characters and look like settings: much of them repeats, as in real ones. */
    void fill(String project, int flags, int textLength) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < flags; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < textLength) {
                text.append("{plan: plan-").append(random.nextInt(PLANS)).append(", limit: ");
                text.append(random.nextInt(MOST)).append(", enabled: true}\n");
            }
            text.setLength(textLength);
            flag(project, "flag-" + i, text.toString());
        }
    }

    private void flag(String project, String key, String text) throws IOException, InterruptedException {
        rest.make(
                "projects/" + project + "/flags",
                Map.of(
                        "key",
                        key,
                        "type",
                        "string",
                        "variations",
                        Map.of("on", text, "off", "-"),
                        "offVariation",
                        "off",
                        "fallthrough",
                        "on"));
    }

    @Override
    public void close() throws IOException {
        server.close();
        delete(data);
    }

    /** Deletes a folder and all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** One environment of the server, in which the flag {@code switch} is turned on and off. Closing it leaves the server running. */
    final class Place implements Target {
        private final String project;
        private final String path;
        private final String sdkKey;
        private final AtomicInteger repeatedWrites = new AtomicInteger();
        private boolean on;
        private long lastRevision;

        private Place(String project, String environment, String sdkKey) {
            this.project = project;
            this.path = "projects/" + project + "/flags/" + SWITCH + "/environments/" + environment + "/";
            this.sdkKey = sdkKey;
        }

        String project() {
            return project;
        }

        /** The path of the flag's switch, below the API. */
        String path() {
            return path;
        }

        /** The revision of the last change that was made here; 0 before the first. */
        long lastRevision() {
            return lastRevision;
        }

        /** How many requests of {@link #change()} were sent again so far, because Redis had missed the second that it has. */
        int repeatedWrites() {
            return repeatedWrites.get();
        }

        @Override
        public String name() {
            return "sluice";
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public String sdkKey() {
            return sdkKey;
        }

        @Override
        public long pid() {
            return server.pid();
        }

        @Override
        public OptionalLong redisPid() {
            return OptionalLong.of(server.redisPid());
        }

        /**
         * Turns the flag on or off, whichever it is not. While the store is too slow the request is sent again, and counted: it states
         * what is to be and not what is to happen, so it is carried out once, and whichever try that was, the answer names the revision
         * that it made. A change that fails is the next one, too: it may have been made.
         */
        @Override
        public long change() throws IOException, InterruptedException {
            String act = path + (on ? "off" : "on");
            RestClient.Answer answer = rest.act("POST", act, null);
            if (answer.repeated() > 0) {
                repeatedWrites.addAndGet(answer.repeated());
                Progress.say("Redis was too slow: POST %s was sent again %d times", act, answer.repeated());
            }
            long revision = answer.expectSuccess().path("revision").asLong();
            if (lastRevision > 0 && revision != lastRevision + 1) {
                throw new IllegalStateException("POST " + act + " was answered revision " + revision + "; expected "
                        + (lastRevision + 1) + ", one more than the change before");
            }
            lastRevision = revision;
            on = !on;
            return revision;
        }

        @Override
        public void close() {}
    }
}
