package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.command.StoredDocuments;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.NodeWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever may be written can be read again: by the audit log that holds it twice, by other nodes, from a file. */
final class LargeWritesTest {

    private static final String DEMO = "/api/v1/projects/demo";
    private static final String SEGMENTS = DEMO + "/environments/production/segments";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLogTellsOfAValueThatIsAsDeepAsABodyMayBe() {
        ok(server.post(DEMO + "/flags", deepFlag()));
        ok(server.send("PATCH", DEMO + "/flags/deep", "{\"owner\":\"ada\"}", "If-Match", "*"));

        everyLogIsTold("deep");
    }

    @Test
    void theLogTellsOfASegmentBeforeAndAfterThatTogetherAreMoreThanABody() {
        ok(server.post(SEGMENTS, "{\"key\":\"numbers\",\"rules\":" + rules(11) + "}"));
        ok(server.send("PATCH", SEGMENTS + "/numbers", "{\"description\":\"many\"}", "If-Match", "*"));

        everyLogIsTold("new-checkout");
    }

    @Test
    void theLogTellsOfFiveHundredRulesInASentenceThatEnds() {
        String rules = IntStream.range(0, 500)
                .mapToObj(i -> "{\"id\":\"r" + i + "\",\"when\":[{\"attribute\":\"" + "a".repeat(150)
                        + "\",\"op\":\"in\",\"values\":[\"x\"]}],\"serve\":\"on\"}")
                .collect(Collectors.joining(",", "[", "]"));

        ok(server.put(
                PLACE,
                "{\"enabled\":true,\"offVariation\":\"off\",\"rules\":" + rules + ",\"fallthrough\":\"off\"}",
                "If-Match",
                "*"));

        everyLogIsTold("new-checkout");
        String sentence = server.get("/api/v1/changes")
                .json()
                .at("/items/0/sentence/after")
                .asText();
        assertThat(sentence)
                .hasSizeBetween(1_500, 2_000)
                .startsWith("Everyone gets off; users whose aaa")
                .endsWith(" …");
    }

    @Test
    void whatAFileBroughtInOneSegmentIsReadByEveryNode() {
        String file = "{\"sluice\":1,\"project\":\"demo\",\"segments\":{\"production\":{\"numbers\":{\"rules\":"
                + rules(25) + "}}}}";

        ok(server.post(DEMO + "/import", file));

        ok(server.get(SEGMENTS));
        ok(server.get(SEGMENTS + "/numbers"));
        ok(server.get(DEMO + "/export"));
        ok(server.post(DEMO + "/flags", "{\"key\":\"next\",\"type\":\"boolean\"}"));
        var other = new NodeWorkspace(
                server.store,
                server.clock,
                () -> "other",
                Runnable::run,
                new StoredDocuments(),
                List.of(),
                entry -> {});
        RestServer.await(other.sweep());
        assertThat(other.quarantine()).isEmpty();
    }

    @Test
    void aProjectWithAValueThatIsAsDeepAsABodyMayBeIsMovedByAFile() {
        ok(server.post("/api/v1/projects", "{\"key\":\"shop\"}"));
        ok(server.post("/api/v1/projects/shop/flags", deepFlag()));
        String export = "/api/v1/projects/shop/export?format=";
        for (String format : new String[] {"yaml", "json"}) {
            String file = server.get(export + format).text();
            try (RestServer other = new RestServer()) {
                ok(other.send("POST", "/api/v1/projects/shop/import", file, "Content-Type", "application/" + format));

                assertThat(other.get(export + format).text()).isEqualTo(file);
            }
        }
    }

    @Test
    void anEntryThatCannotBeReadIsTheOnlyOneWhoseDetailsAreMissing() {
        ok(server.post(PLACE + "/on", null));
        ok(server.post(PLACE + "/off", null));
        server.store.tamper("demo", log -> {
            AuditRecord last = log.remove(log.size() - 1);
            log.add(new AuditRecord(
                    last.seq(),
                    last.at(),
                    last.actor(),
                    last.action(),
                    last.comment(),
                    "{\"flag\":\"new-".getBytes(StandardCharsets.UTF_8),
                    last.previous(),
                    last.digest()));
        });

        everyLogIsTold("new-checkout");
        JsonNode newest = server.get(DEMO + "/audit?action=flag.off").json().at("/items/0");
        assertThat(newest.at("/details/unreadable").asText())
                .isEqualTo("The 13 bytes of this entry's details can't be read: a stored document cannot be read.");
        assertThat(newest.path("actorKind").isNull()).isTrue();
        assertThat(server.get("/api/v1/changes").json().path("items").findValuesAsText("action"))
                .startsWith("flag.off", "flag.on");
    }

    @Test
    void aTextThatIsShortenedForPeopleIsNotCutWithinACharacter() {
        for (int before = 37; before < 42; before++) {
            String rule = "{\"when\":[{\"attribute\":\"name\",\"op\":\"in\",\"values\":[\"" + "x".repeat(before)
                    + "\uD83D\uDE00\uD83D\uDE00\"]}],\"serve\":\"on\"}";
            ok(server.put(PLACE + "/rules/named", rule, "If-Match", "*"));
            wholeCharacters(server.post(PLACE + "/on", null));
        }
        for (int before = 77; before < 82; before++) {
            String text = "x".repeat(before) + "\uD83D\uDE00\uD83D\uDE00";
            wholeCharacters(server.post(DEMO + "/flags", "{\"key\":\"" + text + "\",\"type\":\"boolean\"}"));
            wholeCharacters(server.post(DEMO + "/flags", "{\"key\":\"f\",\"type\":\"boolean\",\"" + text + "\":1}"));
        }
    }

    private static void wholeCharacters(Answer answer) {
        assertThat(answer.json().toString()).containsPattern("(x|\uD83D\uDE00)…");
    }

    private void everyLogIsTold(String flag) {
        ok(server.get("/api/v1/changes"));
        ok(server.get(DEMO + "/audit"));
        ok(server.get(DEMO + "/audit?flag=" + flag));
    }

    /** A value of as many levels as fit into the body that makes the flag. */
    private static String deepFlag() {
        return "{\"key\":\"deep\",\"type\":\"json\",\"variations\":{\"v\":" + "[".repeat(62) + "]".repeat(62)
                + "},\"offVariation\":\"v\",\"fallthrough\":\"v\"}";
    }

    /** One rule of clauses with almost 10,000 numbers each. */
    private static String rules(int clauses) {
        String numbers = IntStream.range(0, 9_998).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String clause = "{\"attribute\":\"n\",\"op\":\"in\",\"values\":[" + numbers + "]}";
        return "[{\"id\":\"r\",\"when\":[" + clause + ("," + clause).repeat(clauses - 1) + "]}]";
    }

    private static void ok(Answer answer) {
        assertThat(answer.status())
                .as(answer.text().substring(0, Math.min(500, answer.text().length())))
                .isBetween(200, 201);
    }
}
