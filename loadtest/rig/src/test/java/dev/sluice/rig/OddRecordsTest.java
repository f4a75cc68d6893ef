package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.FlagClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each field of a flag's record, three levels deep, is taken out, blanked, nulled or given another type, and all these records are put
 * into Redis as a faulty writer would: under their right hashes, as one more revision. Then a node and an SDK have to live with them.
 */
@Tag("slow")
class OddRecordsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENV = "{sluice:demo}:env:production:";
    private static final int DEEPEST = 3;
    private static final String RECORD = """
            {"key":"odd","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
            "prerequisites":[{"flag":"banner-text","variations":["plain"]}],\
            "targets":[{"variation":"on","attribute":"targetingKey","keys":["u1"]}],\
            "rules":[{"id":"de","when":[{"attribute":"geo.country","op":"in","values":["DE"],"negate":true}],\
            "serve":{"split":{"by":"account","salt":"odd","buckets":100000,"ranges":[{"variation":"on","from":0,"to":25000}],"rest":"off"}}}],\
            "fallthrough":{"variation":"off"},"guard":{"variation":"on","baseline":"off","maxErrorShare":0.05,"minimum":20,\
            "windowMillis":10000,"probeAfterMillis":60000}}""";

    @TempDir
    private Path folder;

    @Test
    @Proves("F75")
    void noRecordHoweverOddHarmsANodeAnSdkOrTheFlagBesideIt() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                Nodes nodes = Nodes.start(folder, List.of(redis.url()), Map.of());
                FlagClient flags = Demo.client(nodes.get(0).uri());
                RedisAdmin admin = redis.admin()) {
            Demo.setPercentage(nodes.rest(0), "100", 1);
            Map<String, String> odd = variants();
            assertThat(odd).hasSizeGreaterThan(200);

            long revision = write(admin.ask(), odd);

            await().atMost(SOON).until(() -> flags.state().orElseThrow().revision() == revision);
            Context somebody = Context.of("u1");
            for (String key : odd.keySet()) {
                assertThatCode(() -> flags.isOn(key, somebody)).as(odd.get(key)).doesNotThrowAnyException();
            }
            assertThat(flags.isOn(Demo.FLAG, somebody)).isTrue();
            assertThat(nodes.get(0).readiness()).isEqualTo(200);
            assertThat(nodes.rest(0).call("GET", "projects/demo/flags", null).status())
                    .isEqualTo(200);
            nodes.rest(0).act("POST", Demo.PRODUCTION + "/off", null).expectSuccess();
            await().atMost(SOON).until(() -> !flags.isOn(Demo.FLAG, somebody));

            nodes.get(0).kill();
            nodes.get(0).startAgain();

            await().atMost(SOON)
                    .until(() -> nodes.rest(0)
                                    .call("POST", Demo.PRODUCTION + "/on", null)
                                    .status()
                            == 200);
            await().atMost(SOON).until(() -> flags.isOn(Demo.FLAG, somebody));
        }
    }

    /** Puts the records beside those that are there, as one change that the log does not have. The revision of it. */
    private static long write(RedisCommands<String, String> redis, Map<String, String> records) {
        EnvironmentHash hash = EnvironmentHash.parse(redis.hget(ENV + "state", "hash"));
        Map<String, String> stored = new LinkedHashMap<>();
        for (Map.Entry<String, String> record : records.entrySet()) {
            RecordHash h = RecordHash.of(
                    RecordKind.FLAG, record.getKey(), record.getValue().getBytes(StandardCharsets.UTF_8));
            hash = hash.plus(h);
            stored.put("flag/" + record.getKey(), "1:" + h + ":" + record.getValue());
        }
        String revision = String.valueOf(Long.parseLong(redis.hget(ENV + "state", "head")) + 1);
        redis.multi();
        redis.hset(ENV + "records", stored);
        redis.hset(ENV + "state", Map.of("head", revision, "committed", revision, "hash", hash.toString()));
        redis.exec();
        redis.publish("sluice:feed", "somebody demo");
        return Long.parseLong(revision);
    }

    private static Map<String, String> variants() throws Exception {
        Map<String, String> variants = new LinkedHashMap<>();
        for (List<Object> path : paths(JSON.readTree(RECORD), List.of())) {
            for (String value : new String[] {"", "null", "\"\"", "7", "[]", "{}", "\"other\"", "true"}) {
                ObjectNode record = (ObjectNode) JSON.readTree(RECORD);
                String key = "odd-" + variants.size();
                if (!path.equals(List.of("key"))) {
                    record.put("key", key);
                }
                change(record, path, value.isEmpty() ? null : JSON.readTree(value));
                variants.put(key, record.toString());
            }
        }
        return variants;
    }

    private static void change(JsonNode record, List<Object> path, JsonNode value) {
        JsonNode parent = record;
        for (Object step : path.subList(0, path.size() - 1)) {
            parent = step instanceof Integer index ? parent.get(index) : parent.get(step.toString());
        }
        Object last = path.get(path.size() - 1);
        if (parent instanceof ArrayNode list) {
            int index = (Integer) last;
            if (value == null) {
                list.remove(index);
            } else {
                list.set(index, value);
            }
        } else if (value == null) {
            ((ObjectNode) parent).remove(last.toString());
        } else {
            ((ObjectNode) parent).set(last.toString(), value);
        }
    }

    private static List<List<Object>> paths(JsonNode node, List<Object> here) {
        List<List<Object>> paths = new ArrayList<>();
        if (here.size() == DEEPEST) {
            return paths;
        }
        node.properties().forEach(field -> paths.addAll(below(field.getValue(), here, field.getKey())));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            paths.addAll(below(node.get(i), here, i));
        }
        return paths;
    }

    private static List<List<Object>> below(JsonNode value, List<Object> here, Object step) {
        List<Object> path = new ArrayList<>(here);
        path.add(step);
        List<List<Object>> paths = new ArrayList<>();
        paths.add(path);
        paths.addAll(paths(value, path));
        return paths;
    }
}
