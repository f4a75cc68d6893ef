package dev.sluice.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.rig.RestClient;
import dev.sluice.rig.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A flag server with the Redis that it runs for itself, in a folder that goes when it does. */
final class Sluice implements AutoCloseable {
    private static final String ADMIN = "swarm-admin-token-0123456789abcdef";
    private static final String DEMO_KEY = "swarm-sdk-key-0123456789abcdef0123456789";
    private static final String SWITCH = "switch";
    private static final long SEED = 20261121;
    private static final int WORDS = 1_000;

    private final Path data;
    private final ServerProcess server;
    private final URI uri;
    private final RestClient rest;

    private Sluice(Path data, ServerProcess server, boolean tls) {
        this.data = data;
        this.server = server;
        this.uri = tls ? URI.create("https://127.0.0.1:" + server.uri().getPort()) : server.uri();
        this.rest = new RestClient(server.uri(), ADMIN);
    }

    /** Starts one, with these flags for its JVM. */
    static Sluice start(List<String> jvmFlags) throws IOException {
        return start(jvmFlags, Map.of());
    }

    /** The same, with further settings. */
    static Sluice start(List<String> jvmFlags, Map<String, String> settings) throws IOException {
        Path data = Files.createTempDirectory("sluice-swarm");
        return new Sluice(
                data,
                ServerProcess.start(data, ADMIN, DEMO_KEY, settings, jvmFlags),
                settings.containsKey("SLUICE_TLS_CERT"));
    }

    ServerProcess server() {
        return server;
    }

    RestClient rest() {
        return rest;
    }

    /** Where its files are. */
    Path data() {
        return data;
    }

    /** Makes a project with a flag {@code switch} of which one variation is a text of so many characters. */
    Place project(String project, int textLength) throws IOException, InterruptedException {
        rest.call("POST", "projects", Map.of("key", project)).expectSuccess();
        flag(project, SWITCH, "x".repeat(textLength));
        return place(project, "production");
    }

    /** An environment of a project that has the flag {@code switch}, with an SDK key of its own. */
    Place place(String project, String environment) throws IOException, InterruptedException {
        JsonNode key = rest.call("POST", "projects/" + project + "/keys", Map.of("environment", environment))
                .expectSuccess();
        return new Place(project, environment, key.path("key").asText());
    }

    /** Makes flags whose texts have so many characters, in words of which some repeat. */
    void fill(String project, int flags, int textLength) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < flags; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < textLength) {
                text.append("word").append(random.nextInt(WORDS)).append(' ');
            }
            text.setLength(textLength);
            flag(project, "flag-" + i, text.toString());
        }
    }

    private void flag(String project, String key, String text) throws IOException, InterruptedException {
        rest.call(
                        "POST",
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
                                "on"))
                .expectSuccess();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(data)) {
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
        private boolean on;

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

        @Override
        public long change() throws IOException, InterruptedException {
            on = !on;
            return rest.call("POST", path + (on ? "on" : "off"), null)
                    .expectSuccess()
                    .path("revision")
                    .asLong();
        }

        @Override
        public void close() {}
    }
}
