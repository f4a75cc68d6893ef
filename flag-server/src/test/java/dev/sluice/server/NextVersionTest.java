package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next version may leave in Redis, written there by hand. */
@Proves({"F78", "F79"})
final class NextVersionTest {

    private static final String FLAG = "new-checkout";
    private static final String P = "{sluice:demo}:";
    private static final String ENV = P + "env:production:";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private RedisProcess redis;

    @BeforeEach
    void aProjectOfThisVersion() throws Exception {
        redis = RedisProcess.start(folder.resolve("redis"));
        start("first").close();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private OneServer start(String name) throws Exception {
        return OneServer.start(folder.resolve(name), OneServer.on(redis.url()));
    }

    @Test
    void fieldsThatThisVersionDoesNotKnowSurviveItsWrites() throws Exception {
        edit(ENV + "targeting", FLAG, json -> json.putObject("ramp").put("until", "noon"));
        editRecord(json -> json.put("colour", "blue"));

        try (OneServer server = start("second")) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
            assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(200);
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
        }

        JsonNode targeting = document(ENV + "targeting", FLAG);
        assertThat(targeting.path("enabled").asBoolean()).isTrue();
        assertThat(targeting.path("ramp").path("until").asText()).isEqualTo("noon");
        JsonNode record = record();
        assertThat(record.path("enabled").asBoolean()).isTrue();
        assertThat(record.path("colour").asText()).isEqualTo("blue");
    }

    @Test
    void aRecordThatThisVersionDoesNotUnderstandIsServedAsItIsAndNeverRewritten() throws Exception {
        String next = editRecord(json -> json.withArray("rules")
                .addObject()
                .put("id", "next")
                .put("serve", "on")
                .putArray("when")
                .addObject()
                .put("op", "resembles"));

        try (OneServer server = start("second")) {
            HttpResponse<String> refused = server.act("POST", OneServer.FLAG + "/on");

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("urn:sluice:problem:not-understood", FLAG);
            assertThat(server.sdk("/sdk/v1/snapshot").body()).contains(next);
            assertThat(server.dependencies().path("notUnderstood").toString()).contains("demo/production/flag/" + FLAG);
            assertThat(server.management("/readyz").statusCode()).isEqualTo(200);
        }
        assertThat(redis.askText("HGET", ENV + "records", "flag/" + FLAG)).endsWith(next);
    }

    @Test
    void targetingThatThisVersionCantReadIsNeverRewrittenAndHarmsNoOtherFlag() throws Exception {
        String next = edit(
                ENV + "targeting",
                FLAG,
                json -> json.withArray("rules")
                        .addObject()
                        .put("id", "next")
                        .put("serve", "on")
                        .putArray("when")
                        .addObject()
                        .put("op", "resembles"));

        try (OneServer server = start("second")) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(409);
            assertThat(server.api("GET", OneServer.FLAG).statusCode()).isEqualTo(409);
            HttpResponse<String> list = server.api("GET", "/api/v1/projects/demo/flags");
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body()).contains(FLAG);
            assertThat(server.act("POST", OneServer.FLAG.replace("production", "development") + "/on")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.dependencies().path("quarantine").toString())
                    .contains("demo/production/targeting/" + FLAG);
            assertThat(server.sdk("/sdk/v1/snapshot").body()).contains(FLAG);
        }
        assertThat(redis.askText("HGET", ENV + "targeting", FLAG)).isEqualTo(next);
    }

    @Test
    void aDefinitionThatThisVersionCantReadIsNeverRewritten() throws Exception {
        String next = edit(P + "flags", FLAG, json -> json.put("type", "date"));

        try (OneServer server = start("second")) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isIn(404, 409);
            assertThat(server.api("GET", "/api/v1/projects/demo/flags").statusCode())
                    .isEqualTo(200);
            assertThat(server.dependencies().path("quarantine").toString()).contains("demo/flag/" + FLAG);
        }
        assertThat(redis.askText("HGET", P + "flags", FLAG)).isEqualTo(next);
    }

    @Test
    void aNodeThatRunsWhileTheNextVersionWritesRewritesNothingOfIt() throws Exception {
        try (OneServer server = start("second")) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
            String next = editRecord(json -> json.withArray("rules")
                    .addObject()
                    .put("id", "next")
                    .put("serve", "on")
                    .putArray("when")
                    .addObject()
                    .put("op", "resembles"));
            redis.ask("PUBLISH", "sluice:feed", "next demo");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.dependencies().path("notUnderstood").size() == 1);

            assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(409);
            assertThat(redis.askText("HGET", ENV + "records", "flag/" + FLAG)).endsWith(next);
        }
    }

    /** Changes a stored document; returns it as it is stored now. */
    private String edit(String key, String field, Consumer<ObjectNode> change) throws Exception {
        ObjectNode json = (ObjectNode) document(key, field);
        change.accept(json);
        redis.ask("HSET", key, field, json.toString());
        return json.toString();
    }

    private JsonNode document(String key, String field) throws Exception {
        return JSON.readTree(redis.askText("HGET", key, field));
    }

    private JsonNode record() throws Exception {
        String stored = redis.askText("HGET", ENV + "records", "flag/" + FLAG);
        return JSON.readTree(stored.substring(stored.indexOf('{')));
    }

    /** Changes the flag's record as a writer does: with its hash, that of the environment, and the next revision. */
    private String editRecord(Consumer<ObjectNode> change) throws Exception {
        String stored = redis.askText("HGET", ENV + "records", "flag/" + FLAG);
        WireRecord before = ChangeCodec.readRecord(stored.getBytes(StandardCharsets.UTF_8));
        ObjectNode json = (ObjectNode) record();
        change.accept(json);
        WireRecord after = WireRecord.of(RecordKind.FLAG, FLAG, json.toString().getBytes(StandardCharsets.UTF_8));
        EnvironmentHash hash = EnvironmentHash.parse(redis.askText("HGET", ENV + "state", "hash"))
                .minus(before.h())
                .plus(after.h());
        long revision = Long.parseLong(redis.askText("HGET", ENV + "state", "head")) + 1;
        redis.ask(
                "HSET",
                ENV + "records",
                "flag/" + FLAG,
                new String(ChangeCodec.writeRecord(after), StandardCharsets.UTF_8));
        redis.ask(
                "HSET",
                ENV + "state",
                "head",
                Long.toString(revision),
                "committed",
                Long.toString(revision),
                "hash",
                hash.toString());
        return json.toString();
    }
}
