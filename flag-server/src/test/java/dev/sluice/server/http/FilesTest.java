package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FilesTest {

    private static final String SHOP = "/api/v1/projects/shop";
    private static final String PLACE = "/environments/production";
    private static final String STEPS = SHOP + "/flags/steps" + PLACE;

    private final RestServer server = new RestServer();
    private final RestServer other = new RestServer();

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void whatIsExportedAndImportedElsewhereIsExportedAgainByteForByte() {
        fill(server);

        String yaml = server.get(SHOP + "/export?format=yaml").text();
        Answer imported = load(other, "", yaml);

        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        assertThat(other.get(SHOP + "/export?format=yaml").text()).isEqualTo(yaml);
        assertThat(other.get(SHOP + "/export").text())
                .isEqualTo(server.get(SHOP + "/export").text());
        assertThat(yaml).contains("canary", "ranges:", "salt: ramped").doesNotContain("version", "lastChange");
    }

    @Test
    void jsonIsTakenAsWell() {
        fill(server);
        String json = server.get(SHOP + "/export").text();

        Answer imported = other.post(SHOP + "/import", json);

        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        assertThat(other.get(SHOP + "/export").text()).isEqualTo(json);
    }

    @Test
    void nobodyMovesWhenAProjectMoves() {
        fill(server);
        load(other, "", server.get(SHOP + "/export?format=yaml").text());
        StringBuilder contexts = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            contexts.append(i == 0 ? "" : ",")
                    .append("{\"targetingKey\":\"u")
                    .append(i)
                    .append("\"}");
        }
        String question = "{\"flags\":[\"ramped\"],\"contexts\":[" + contexts + "]}";

        String here = variations(server.post(SHOP + PLACE + "/evaluate", question));

        assertThat(variations(other.post(SHOP + PLACE + "/evaluate", question)))
                .isEqualTo(here)
                .contains("a")
                .contains("b");
    }

    @Test
    void whatIsInForceAlreadyChangesNothing() {
        fill(server);
        String yaml = server.get(SHOP + "/export?format=yaml").text();
        String before = server.everything();

        Answer again = load(server, "?prune=true", yaml);

        assertThat(again.json().path("changed").asBoolean()).isFalse();
        assertThat(again.json().path("changes")).isEmpty();
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void bareWordsInAVariationsPlaceAreItsName() throws IOException {
        Answer imported = load(server, "", golden());

        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        JsonNode checkout = server.get(SHOP + "/flags/new-checkout" + PLACE).json();
        assertThat(checkout.path("offVariation").asText()).isEqualTo("off");
        assertThat(checkout.path("fallthrough").asText()).isEqualTo("off");
        assertThat(checkout.at("/rules/0/serve").asText()).isEqualTo("off");
        assertThat(checkout.at("/rules/1/serve/split/rest").asText()).isEqualTo("off");
        assertThat(checkout.at("/rules/1/when/0/values").toString()).isEqualTo("[\"DE\",\"NO\"]");
        assertThat(server.get(SHOP + "/flags/answer").json().path("variations").toString())
                .isEqualTo("{\"yes\":\"agreed\",\"no\":\"refused\",\"y\":\"perhaps\"}");
        assertThat(server.get(SHOP + "/flags/limit").json().path("variations").toString())
                .isEqualTo("{\"low\":10.0,\"high\":25.0}");
        assertThat(server.get(SHOP + "/flags/limit/environments/production")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() throws IOException {
        load(server, "", golden());
        String before = server.everything();

        Answer dry = load(server, "?dryRun=true", golden().replace("percent: {on: 12.5}", "percent: {on: 20}"));

        assertThat(dry.json().path("dryRun").asBoolean()).isTrue();
        assertThat(dry.json().path("changes")).hasSize(1);
        JsonNode change = dry.json().at("/changes/0");
        assertThat(change.path("what").asText()).isEqualTo("targeting");
        assertThat(change.path("key").asText()).isEqualTo("new-checkout");
        assertThat(change.path("environment").asText()).isEqualTo("production");
        assertThat(change.path("action").asText()).isEqualTo("change");
        assertThat(change.path("diff").toString()).contains("20", "12.5");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void oneWrongPartAndNothingIsTaken() throws IOException {
        load(server, "", golden());
        String before = server.everything();

        Answer wrong = load(
                server, "", golden().replace("serve: off", "serve: never").replace("name: Shop", "name: Another name"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.pointer()).isEqualTo("/flags/new-checkout/environments/production/rules/0/serve");
        assertThat(wrong.detail())
                .contains("\"never\" is not allowed; expected a variation of new-checkout: on or off");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void oldLinesGoOnWhereTheFileGivesNone() throws IOException {
        load(server, "", golden());
        String raised = golden().replace("percent: {on: 12.5}", "percent: {on: 20}");

        load(server, "", raised);

        assertThat(server.get(SHOP + "/flags/new-checkout" + PLACE)
                        .json()
                        .at("/rules/1/serve/split/ranges")
                        .toString())
                .isEqualTo("[{\"variation\":\"on\",\"from\":0,\"to\":20000}]");
    }

    @Test
    void aLineOfWhichTheFileGivesOnlyTheSaltGoesOnAsWell() {
        ramp(server);
        ObjectNode file = server.get(SHOP + "/export").json().deepCopy();
        ObjectNode split = split(file);
        split.remove("ranges");
        split.withObject("/percent").put("b", 15);

        ok(server.post(SHOP + "/import", file.toString()));

        assertThat(ranges(server)).isEqualTo("a 0-10000, b 10000-20000, a 20000-30000, b 30000-35000");
    }

    @Test
    void rangesWithoutASaltAreOfTheLineThatIsThere() {
        ramp(server);
        ObjectNode salted = server.get(SHOP + "/export").json().deepCopy();
        split(salted).put("salt", "of-old");
        ok(server.post(SHOP + "/import", salted.toString()));
        ObjectNode unsalted = salted.deepCopy();
        split(unsalted).remove("salt");

        Answer again = server.post(SHOP + "/import", unsalted.toString());

        assertThat(again.json().path("changed").asBoolean()).isFalse();
        assertThat(server.get(STEPS).json().at("/fallthrough/split/salt").asText())
                .isEqualTo("of-old");
    }

    @Test
    void anotherSaltBeginsAnotherLine() {
        ramp(server);
        ObjectNode file = server.get(SHOP + "/export").json().deepCopy();
        split(file).put("salt", "drawn-anew").remove("ranges");

        ok(server.post(SHOP + "/import", file.toString()));

        assertThat(ranges(server)).isEqualTo("a 0-20000, b 20000-30000");
    }

    @Test
    void whatTheFileDoesNotNameStaysUnlessItIsPruned() throws IOException {
        load(server, "", golden());
        String less = golden().substring(0, golden().indexOf("  answer:"));

        Answer kept = load(server, "", less);
        Answer pruned = load(server, "?prune=true", less.replace("    staff:", "    crew:"));

        assertThat(kept.json().path("changed").asBoolean()).isFalse();
        assertThat(pruned.status()).isEqualTo(409);
        assertThat(pruned.detail()).contains("limit is not in the file and still enabled");
        Answer forced = load(server, "?prune=true&force=true", less);
        assertThat(forced.json().path("changes").findValuesAsText("key")).containsExactly("answer", "limit");
        assertThat(server.get(SHOP + "/flags/limit").status()).isEqualTo(404);
    }

    @Test
    void aSegmentThatIsStillUsedIsNotPruned() throws IOException {
        load(server, "", golden());
        String before = server.everything();
        String without = golden().replaceAll("(?s)segments:.*?flags:", "flags:");

        Answer answer = load(server, "?prune=true&force=true", without);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("staff");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    @Proves("F73")
    void aCycleComesThroughThisDoorNeither() throws IOException {
        load(server, "", golden());
        String before = server.everything();
        String flag = "sluice: 1\nproject: shop\nflags:\n";
        String needs =
                "  %s:\n    type: boolean\n    environments:\n      production: {enabled: true, offVariation: off,"
                        + " prerequisites: [{flag: %s, variations: [on]}], fallthrough: on}\n";

        Answer flags = load(server, "", flag + needs.formatted("a", "b") + needs.formatted("b", "a"));
        Answer segments = load(
                server,
                "",
                "sluice: 1\nproject: shop\nsegments:\n  production:\n"
                        + "    a: {rules: [{id: r, when: [{op: inSegment, values: [b]}]}]}\n"
                        + "    b: {rules: [{id: r, when: [{op: inSegment, values: [a]}]}]}\n");

        assertThat(flags.status()).isEqualTo(422);
        assertThat(flags.detail()).contains("does not itself depend on");
        assertThat(segments.status()).isEqualTo(422);
        assertThat(segments.detail()).contains("made of itself");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void whoNeedsWhomMayBeTurnedRoundInOneFile() {
        String head = "sluice: 1\nproject: shop\nflags:\n";
        String needs =
                "  %s:\n    type: boolean\n    environments:\n      production: {enabled: true, offVariation: off,"
                        + " prerequisites: [{flag: %s, variations: [on]}], fallthrough: on}\n";
        String free =
                "  %s:\n    type: boolean\n    environments:\n      production: {enabled: true, offVariation: off, fallthrough: on}\n";

        Answer first = load(server, "", head + needs.formatted("b", "a") + free.formatted("a"));
        Answer turned = load(server, "", head + needs.formatted("a", "b") + free.formatted("b"));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(turned.status()).as(turned.text()).isEqualTo(200);
    }

    @Test
    @Proves("F72")
    void sharesThatDoNotAddUpAreRefusedAndZeroIsZero() throws IOException {
        for (String shares : new String[] {
            "{on: 101}",
            "{on: -1}",
            "{on: 1e-9}",
            "{on: .nan}",
            "{on: .inf}",
            "{on: \"10\"}",
            "{on: null}",
            "{on: 0.0001}",
            "[]"
        }) {
            assertThat(load(server, "", golden().replace("{on: 12.5}", shares)).status())
                    .as(shares)
                    .isIn(400, 422);
        }
        String ranged = "{on: 10}, salt: s, ranges: %s";
        for (String ranges : new String[] {
            "[{variation: on, from: 0, to: 9999}]",
            "[{variation: on, from: 0, to: 10001}]",
            "[{variation: off, from: 0, to: 10000}]",
            "[{variation: on, from: 0, to: 6000}, {variation: on, from: 5000, to: 9000}]",
            "[{variation: on, from: 99999, to: 109999}]",
            "[{variation: on, from: 5, to: 5}]"
        }) {
            assertThat(load(server, "", golden().replace("{on: 12.5}", ranged.formatted(ranges)))
                            .status())
                    .as(ranges)
                    .isEqualTo(422);
        }
        assertThat(server.get(SHOP).status()).isEqualTo(404);
        assertThat(load(server, "", golden().replace("{on: 12.5}", "{on: 0}")).status())
                .isEqualTo(200);
        assertThat(server.get(SHOP + "/flags/new-checkout" + PLACE).json().at("/rules/1/serve/split/ranges"))
                .isEmpty();
    }

    @Test
    @Proves("F77")
    void whatIsTooMuchOrNoDocumentIsRefusedAndNothingStored() throws IOException {
        String before = server.everything();

        assertThat(load(server, "", "a: &a [1]\nb: *a").status()).isEqualTo(400);
        assertThat(load(server, "", "[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(load(server, "", "").status()).isEqualTo(400);
        assertThat(load(server, "", "- 1").status()).isEqualTo(422);
        assertThat(load(server, "", "sluice: 2\nproject: shop").status()).isEqualTo(422);
        assertThat(load(server, "", "sluice: 1\nproject: another").detail())
                .isEqualTo("project: \"another\" is not allowed; expected \"shop\", as in the address");
        assertThat(load(server, "", "sluice: 1\nproject: shop\nowner: me").status())
                .isEqualTo(422);
        assertThat(server.send("POST", SHOP + "/import", "a", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(server.everything()).isEqualTo(before);
    }

    private static Answer load(RestServer to, String query, String yaml) {
        return to.send("POST", SHOP + "/import" + query, yaml, "Content-Type", "application/yaml");
    }

    private static String variations(Answer answer) {
        return answer.json().path("results").findValuesAsText("variation").toString();
    }

    private static String golden() throws IOException {
        try (InputStream in = FilesTest.class.getResourceAsStream("/golden/files-1/shop.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A project with something of everything, and with lines that have a past. */
    private static void fill(RestServer server) {
        ok(server.post("/api/v1/projects", "{\"key\":\"shop\",\"name\":\"The shop: \\\"canary\\\"\"}"));
        ok(server.post(SHOP + "/environments", "{\"key\":\"staging\",\"name\":\"on\"}"));
        ok(
                server.put(
                        SHOP + PLACE + "/segments/staff",
                        "{\"description\":\"no\\nstaff\",\"included\":[\"u7\",\"12\",\"off\"],\"excluded\":[\"u8\"],\"rules\":"
                                + "[{\"id\":\"mail\",\"when\":[{\"attribute\":\"email\",\"op\":\"endsWith\",\"values\":[\"@x\"]}]}]}"));
        ok(
                server.post(
                        SHOP + "/flags",
                        "{\"key\":\"ramped\",\"type\":\"string\",\"variations\":{\"a\":\"\",\"b\":\"yes\",\"off\":\"1e3\"},"
                                + "\"offVariation\":\"off\",\"fallthrough\":\"off\",\"expires\":\"2027-03-31\",\"tags\":[\"x\"]}"));
        String percentage = SHOP + "/flags/ramped" + PLACE + "/percentage";
        for (String step : new String[] {
            "a\",\"percentage\":20", "b\",\"percentage\":30", "a\",\"percentage\":5.001", "b\",\"percentage\":44.4"
        }) {
            ok(server.put(percentage, "{\"enable\":true,\"variation\":\"" + step + "}"));
        }
        ok(
                server.put(
                        SHOP + "/flags/ramped" + PLACE + "/rules/staff",
                        "{\"when\":[{\"op\":\"inSegment\",\"values\":[\"staff\"]}],\"serve\":{\"split\":{\"by\":\"account\",\"percent\":{\"a\":1},\"rest\":\"b\"}}}"));
        ok(server.post(
                SHOP + "/flags",
                "{\"key\":\"tree\",\"type\":\"json\",\"variations\":{\"x\":{\"n\":[1,1.5,null,\"off\"]},\"y\":10.0},"
                        + "\"offVariation\":\"x\",\"fallthrough\":\"y\",\"clientVisible\":true}"));
        ok(server.post(SHOP + "/flags", "{\"key\":\"gone\",\"type\":\"boolean\"}"));
        ok(server.send("PATCH", SHOP + "/flags/gone", "{\"archived\":true}", "If-Match", "\"1\""));
        ok(
                server.post(
                        SHOP + "/flags",
                        "{\"key\":\"rate\",\"type\":\"double\",\"variations\":{\"x\":10,\"y\":1e-7},\"offVariation\":\"x\",\"fallthrough\":\"y\"}"));
    }

    /** A flag whose line was given out in turns: a, b, a again. */
    private static void ramp(RestServer server) {
        ok(server.post("/api/v1/projects", "{\"key\":\"shop\"}"));
        ok(server.post(
                SHOP + "/flags",
                "{\"key\":\"steps\",\"type\":\"string\",\"variations\":{\"a\":\"1\",\"b\":\"2\",\"off\":\"0\"},"
                        + "\"offVariation\":\"off\",\"fallthrough\":\"off\"}"));
        for (String step : new String[] {"a\",\"percentage\":10", "b\",\"percentage\":10", "a\",\"percentage\":20"}) {
            ok(server.put(STEPS + "/percentage", "{\"enable\":true,\"variation\":\"" + step + "}"));
        }
        assertThat(ranges(server)).isEqualTo("a 0-10000, b 10000-20000, a 20000-30000");
    }

    private static ObjectNode split(ObjectNode file) {
        return file.withObject("/flags/steps/environments/production/fallthrough/split");
    }

    private static String ranges(RestServer server) {
        List<String> ranges = new ArrayList<>();
        for (JsonNode range : server.get(STEPS).json().at("/fallthrough/split/ranges")) {
            ranges.add(range.path("variation").asText() + " "
                    + range.path("from").asInt() + "-" + range.path("to").asInt());
        }
        return String.join(", ", ranges);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }
}
