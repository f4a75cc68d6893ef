package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class SecretsTest {

    private static final String SECRET = "the root of all peppers of this test";
    private static final String CLIENT = "a-client-key-of-a-test";
    private static final String PASSWORD = "an uncommon password of this test";
    private static final String SESSION = "/api/v1/session";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage() + "\n"
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    private JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private String kept(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThan(15);
        secrets.put(name, secret);
        return secret;
    }

    @Test
    @Proves({"S04", "S26"})
    void noSecretIsLeftInLogsMetricsAuditOrOnDiskByAnythingThatWasDoneWithIt() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.sluice");
        Level before = ours.getLevel();
        listener.start();
        root.addAppender(listener);
        ours.setLevel(Level.TRACE);
        Map<String, String> told = new TreeMap<>();
        try (OneServer server = OneServer.start(
                data,
                Map.of("SLUICE_SECRET", kept("secret", SECRET), "SLUICE_CLIENT_KEY", kept("client key", CLIENT)))) {
            kept("admin token", OneServer.TOKEN);
            kept("SDK key", OneServer.KEY);
            use(server);
            loseRedis(server);
            told.put(
                    "audit",
                    server.act("GET", "/api/v1/projects/demo/audit?limit=1000").body());
            told.put(
                    "access audit",
                    server.act("GET", "/api/v1/audit?limit=1000").body());
            told.put("changes", server.act("GET", "/api/v1/changes").body());
            for (String path : List.of("/metrics", "/healthz/deps", "/version", "/readyz", "/livez")) {
                told.put(path, server.management(path).body());
            }
        } finally {
            ours.setLevel(before);
            root.detachAppender(listener);
        }
        told.put("log", String.join("\n", log));
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                told.put(
                        data.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(told.keySet())
                .anyMatch(name -> name.contains("appendonly"))
                .anyMatch(name -> name.endsWith(".copy"));
        assertThat(told.get("log")).contains("a sign-in from", "the embedded Redis has died");
        assertThat(secrets).hasSize(14);
        told.forEach((where, text) -> secrets.forEach((name, secret) -> assertThat(text.contains(secret))
                .as("the " + name + " in " + where)
                .isFalse()));
    }

    /** Everything that a secret can be used for, rightly and wrongly. */
    private void use(OneServer server) throws Exception {
        HttpResponse<String> rotated = OneServer.taken(() -> rotateAKey(server));
        kept("rotated key", json(rotated).path("key").asText());
        server.api(
                "POST",
                "/api/v1/projects/demo/environments/production/evaluate",
                "{\"contexts\":[{\"targetingKey\":\"k\",\"attributes\":{\"email\":\""
                        + kept("private attribute", "somebody-private@mail.example")
                        + "\"},\"private\":[\"email\"]}],\"explain\":true}");
        String everything = "[{\"project\":\"*\",\"environment\":\"*\",\"role\":\"admin\"}]";
        String token = kept(
                "API token",
                json(server.act("POST", "/api/v1/tokens", "{\"name\":\"ci\",\"grants\":" + everything + "}"))
                        .path("token")
                        .asText());
        server.as("POST", OneServer.FLAG + "/on", "{}", "Authorization", "Bearer " + token);
        server.as("POST", OneServer.FLAG + "/on", token, "Authorization", "Bearer " + token);
        server.as("GET", "/api/v1/projects", null, "Authorization", "Basic " + token);
        server.as("GET", "/sdk/v1/stream", null, "Authorization", "Bearer " + token);
        kept("invitation", Person.invited(server, "ana", everything).link());
        HttpResponse<String> set = OneServer.taken(() -> setPassword(server));
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        for (String user : List.of("ana", "nobody")) {
            server.as("POST", SESSION, "{\"user\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}");
            server.as("POST", SESSION, "{\"user\":\"" + user + "\",\"password\":\"" + PASSWORD + "!\"}");
            server.as("POST", SESSION, "{\"user\":\"" + PASSWORD + "\",\"password\":[\"" + PASSWORD + "\"]}");
        }
    }

    /** Makes a key, looks with it and rotates it: each time another one, for one that may be rotated already is not rotated again. */
    private HttpResponse<String> rotateAKey(OneServer server) throws Exception {
        String keys = "/api/v1/projects/demo/keys";
        HttpResponse<String> made = server.as(
                "POST",
                keys,
                "{\"environment\":\"production\"}",
                "Authorization",
                "Bearer " + OneServer.TOKEN,
                "Idempotency-Key",
                kept("idempotency key", "an-idempotency-key-" + UUID.randomUUID()));
        if (made.statusCode() == 503) {
            return made;
        }
        kept("made key", json(made).path("key").asText());
        server.as("GET", "/sdk/v1/snapshot", null, "Authorization", "Bearer " + secrets.get("made key"));
        return server.api("POST", keys + "/" + json(made).path("id").asText() + "/rotate", "{}");
    }

    /** Signs ana in and sets her password: each time in a session of its own, for one that may have set it is over. */
    private HttpResponse<String> setPassword(OneServer server) throws Exception {
        Person ana = Person.back(server, "ana");
        server.as("POST", SESSION, "{\"link\":\"" + kept("link", ana.link()) + "\"}");
        kept("csrf token", ana.csrf());
        kept("session", ana.cookie().substring(ana.cookie().indexOf('=') + 1));
        List<String> headers = new ArrayList<>(List.of(ana.headers()));
        headers.addAll(List.of("Idempotency-Key", UUID.randomUUID().toString()));
        String body = "{\"password\":\"" + kept("password", PASSWORD) + "\"}";
        return server.as("PUT", SESSION + "/password", body, headers.toArray(String[]::new));
    }

    /** What fails, and is written down as failed, while Redis is away. */
    private void loseRedis(OneServer server) throws Exception {
        long pid = JSON.readTree(data.resolve("server.json").toFile())
                .path("redis")
                .path("pid")
                .asLong();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        server.as("POST", SESSION, "{\"user\":\"ana\",\"password\":\"" + PASSWORD + "\"}");
        server.as("POST", SESSION, "{\"link\":\"" + secrets.get("link") + "\"}");
        server.as("POST", OneServer.FLAG + "/off", null, "Authorization", "Bearer " + secrets.get("API token"));
        await().atMost(Duration.ofSeconds(30)).until(() -> server.storeState().equals("CONNECTED"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
    }
}
