package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DocumentsApiTest {

    private static final String FLAG = "/api/v1/projects/demo/flags/new-checkout";
    private static final String DEVELOPMENT = FLAG + "/environments/development";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void percentage(String share) {
        Answer answer = server.put(
                PLACE + "/percentage",
                "{\"variation\":\"on\",\"percentage\":" + share + ",\"comment\":\"to " + share + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode targeting() {
        return server.get(PLACE).json();
    }

    private Answer revert(String body, String ifMatch) {
        return server.post(FLAG + "/revert", body, "If-Match", ifMatch);
    }

    @Test
    void historyTellsEveryVersionOfEveryDocumentNewestFirst() {
        server.post(PLACE + "/on?comment=go", null);
        percentage("10");
        server.send("PATCH", FLAG, "{\"owner\":\"team-pay\"}", "If-Match", "\"1\"");
        server.clock.advance(java.time.Duration.ofSeconds(1));
        percentage("20");

        JsonNode items = server.get(FLAG + "/history").json().path("items");

        JsonNode newest = items.get(0);
        assertThat(newest.path("document").asText()).isEqualTo("targeting");
        assertThat(newest.path("environment").asText()).isEqualTo("production");
        assertThat(newest.path("version").asInt()).isEqualTo(4);
        assertThat(newest.path("actor").asText()).isEqualTo("admin-token");
        assertThat(newest.path("comment").asText()).isEqualTo("to 20");
        assertThat(newest.path("at").asText()).isNotEmpty();
        assertThat(newest.path("words").asText())
                .isEqualTo("20 % of users by targetingKey get on, everyone else gets off.");
        assertThat(newest.path("diff").toString())
                .isEqualTo("[{\"pointer\":\"/fallthrough/split/percent/on\",\"before\":10,\"after\":20}]");
        List<String> definition = new ArrayList<>();
        items.forEach(item -> {
            if (item.path("document").asText().equals("definition")) {
                definition.add(item.path("version") + " " + item.path("words").asText());
            }
        });
        assertThat(definition).containsExactly("2 Changed owner.", "1 This is a boolean flag of on, off.");
        assertThat(items).hasSize(4 + 1 + 2);
    }

    @Test
    void historyIsReadPageByPageWithoutGapOrRepetition() {
        for (int i = 1; i <= 23; i++) {
            server.clock.advance(java.time.Duration.ofSeconds(1));
            percentage(Integer.toString(i));
            if (i % 4 == 0) {
                server.post(DEVELOPMENT + (i % 8 == 0 ? "/on" : "/off"), null);
            }
        }
        List<String> all = new ArrayList<>();
        server.get(FLAG + "/history?limit=100").json().path("items").forEach(item -> all.add(name(item)));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page = server.get(FLAG + "/history?limit=7" + cursor).json();
            page.path("items").forEach(item -> paged.add(name(item)));
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asText();
            pages++;
        }

        assertThat(pages).isGreaterThan(3);
        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();
        assertThat(all).startsWith("production 24", "production 23");
        assertThat(server.get(FLAG + "/history?environment=development&limit=100")
                        .json()
                        .path("items"))
                .allSatisfy(
                        item -> assertThat(item.path("environment").asText()).isEqualTo("development"));
    }

    @Test
    void aPageOfLargeDocumentsEndsEarlyAndIsNotReadOnAnEventLoop() {
        String keys = IntStream.range(0, 9_000)
                .mapToObj(i -> "\"somebody-with-a-name-%05d\"".formatted(i))
                .collect(Collectors.joining(","));
        for (int i = 1; i <= 14; i++) {
            server.clock.advance(java.time.Duration.ofSeconds(1));
            Answer answer = server.send(
                    "PATCH",
                    PLACE,
                    "{\"targets\":[{\"variation\":\"on\",\"keys\":[\"" + i + "\"," + keys + "]}]}",
                    "If-Match",
                    "\"" + i + "\"");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }

        JsonNode first =
                server.get(FLAG + "/history?environment=production&limit=100").json();
        JsonNode rest = server.get(FLAG + "/history?environment=production&limit=100&cursor="
                        + first.path("next").asText())
                .json();

        List<String> versions = new ArrayList<>(first.path("items").findValuesAsText("version"));
        assertThat(versions).hasSizeBetween(5, 13);
        versions.addAll(rest.path("items").findValuesAsText("version"));
        assertThat(versions)
                .isEqualTo(IntStream.iterate(15, i -> i >= 1, i -> i - 1)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(server.routes)
                .filteredOn(route -> route.path().endsWith("/history"))
                .allSatisfy(route -> assertThat(route.work()).isInstanceOf(Route.Heavy.class));
    }

    private static String name(JsonNode item) {
        return item.path("environment").asText() + " " + item.path("version").asInt();
    }

    @Test
    void theNewestHundredVersionsAreKeptAndOlderOnesAreNoLonger() {
        for (int i = 1; i <= 105; i++) {
            percentage(Integer.toString(i % 90 + 1));
        }

        JsonNode page =
                server.get(FLAG + "/history?environment=production&limit=100").json();
        Answer gone = revert("{\"environment\":\"production\",\"version\":6}", "\"106\"");
        Answer there = revert("{\"environment\":\"production\",\"version\":7}", "\"106\"");

        assertThat(page.path("items").get(99).path("version").asInt()).isEqualTo(7);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(gone.status()).isEqualTo(422);
        assertThat(gone.pointer()).isEqualTo("/version");
        assertThat(gone.detail()).contains("version: 6 is not allowed; expected a version that is kept, of 7 to 106");
        assertThat(there.status()).as(there.text()).isEqualTo(200);
    }

    @Test
    void whatWasInForceBeforeVersionsWereKeptComesBackToo() {
        percentage("10");
        server.send("PATCH", FLAG, "{\"owner\":\"ada\"}", "If-Match", "\"1\"");
        server.store.forgetVersions();
        percentage("20");
        server.send("PATCH", FLAG, "{\"owner\":\"bob\"}", "If-Match", "\"2\"");

        Answer targeting = revert("{\"environment\":\"production\",\"version\":2}", "\"3\"");
        Answer definition = revert("{\"definition\":2}", "\"3\"");

        assertThat(targeting.status()).as(targeting.text()).isEqualTo(200);
        assertThat(targeting.json().path("note").asText()).contains("Once enabled: 10 %");
        assertThat(definition.status()).as(definition.text()).isEqualTo(200);
        assertThat(definition.json().path("owner").asText()).isEqualTo("ada");
    }

    @Test
    void revertRestoresATargetingVerbatimRangesAndAllAndSaysWhoNowGetsWhat() {
        percentage("30");
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":30,\"enable\":true}");
        JsonNode kept = targeting();
        percentage("5");
        percentage("60");
        server.put(PLACE + "/rules/de", "{\"when\":[{\"attribute\":\"c\",\"op\":\"exists\"}],\"serve\":\"on\"}");
        long now = targeting().path("version").asLong();

        Answer dry = server.post(
                FLAG + "/revert?dryRun=true",
                "{\"environment\":\"production\",\"version\":" + kept.path("version") + "}");
        assertThat(targeting().path("version").asLong()).isEqualTo(now);
        Answer answer = revert(
                "{\"environment\":\"production\",\"version\":" + kept.path("version") + ",\"comment\":\"was better\"}",
                "\"" + now + "\"");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("note").asText())
                .isEqualTo("30 % of users by targetingKey get on, everyone else gets off.");
        assertThat(answer.json().path("version").asLong()).isEqualTo(now + 1);
        assertThat(targeting().path("fallthrough")).isEqualTo(kept.path("fallthrough"));
        assertThat(targeting().path("rules")).isEmpty();
        assertThat(answer.json().path("diff").toString()).contains("/rules/de").contains("/percent/on");
        assertThat(dry.status()).as(dry.text()).isEqualTo(200);
        assertThat(dry.json().path("diff")).isEqualTo(answer.json().path("diff"));
        JsonNode line = dry.json().path("moves").get(1);
        assertThat(line.path("place").asText()).isEqualTo("fallthrough");
        assertThat(line.path("now").path("moved").asInt()).isEqualTo(30);
        JsonNode entry = server.get("/api/v1/projects/demo/audit?limit=1")
                .json()
                .path("items")
                .get(0);
        assertThat(entry.path("action").asText()).isEqualTo("flag.revert");
        assertThat(entry.path("comment").asText()).isEqualTo("was better");
        assertThat(entry.path("details").path("restored").path("version").asLong())
                .isEqualTo(kept.path("version").asLong());
    }

    @Test
    void aPercentageThatWasLoweredByHandComesBackToTheSamePeople() {
        percentage("40");
        percentage("10");
        server.put(
                PLACE + "/rules/x",
                "{\"when\":[{\"attribute\":\"c\",\"op\":\"exists\"}],\"serve\":{\"split\":{\"percent\":{\"on\":50}}}}");
        JsonNode kept = targeting();
        server.send("DELETE", PLACE + "/rules/x", null);
        percentage("70");

        Answer answer = revert(
                "{\"environment\":\"production\",\"version\":" + kept.path("version") + "}",
                "\"" + targeting().path("version") + "\"");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        for (String field : List.of("fallthrough", "rules", "enabled", "offVariation")) {
            assertThat(targeting().path(field)).as(field).isEqualTo(kept.path(field));
        }
    }

    @Test
    void revertRestoresADefinitionInEveryEnvironmentAtOnce() {
        server.send("PATCH", FLAG, "{\"variations\":{\"beta\":true}}", "If-Match", "\"1\"");
        assertThat(server.get(FLAG).json().path("variations").has("beta")).isTrue();

        Answer missing = server.post(FLAG + "/revert", "{\"definition\":1}");
        Answer late = revert("{\"definition\":1}", "\"1\"");
        Answer answer = revert("{\"definition\":1}", "\"2\"");

        assertThat(missing.status()).isEqualTo(428);
        assertThat(late.status()).isEqualTo(412);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        assertThat(answer.json().path("variations").has("beta")).isFalse();
        assertThat(answer.json().path("diff").get(0).path("pointer").asText()).isEqualTo("/variations/beta");
        assertThat(server.get(PLACE).json().path("version").asInt()).isEqualTo(3);
        assertThat(server.get(DEVELOPMENT).json().path("version").asInt()).isEqualTo(3);
    }

    @Test
    void aDefinitionAndATargetingComeBackInOneWriteOrNotAtAll() {
        server.send("PATCH", FLAG, "{\"variations\":{\"beta\":true}}", "If-Match", "\"1\"");
        server.send("PATCH", PLACE, "{\"fallthrough\":\"beta\"}", "If-Match", "\"2\"");
        server.send("PATCH", PLACE, "{\"fallthrough\":\"on\"}", "If-Match", "\"3\"");
        server.send("PATCH", FLAG, "{\"variations\":{\"beta\":null}}", "If-Match", "\"2\"");
        String before = server.everything();

        Answer without = revert("{\"environment\":\"production\",\"version\":3}", "\"5\"");
        assertThat(server.everything()).isEqualTo(before);
        Answer one = revert("{\"definition\":2,\"environment\":\"production\",\"version\":3}", "\"5\"");
        assertThat(server.everything()).isEqualTo(before);
        Answer both = revert("{\"definition\":2,\"environment\":\"production\",\"version\":3}", "\"5\", \"3\"");

        assertThat(without.status()).isEqualTo(422);
        assertThat(without.pointer()).isEqualTo("/fallthrough");
        assertThat(one.status()).isEqualTo(412);
        assertThat(both.status()).as(both.text()).isEqualTo(200);
        assertThat(both.json().path("definition").path("diff").toString()).contains("/variations/beta");
        assertThat(server.get(PLACE).json().path("fallthrough").asText()).isEqualTo("beta");
    }

    @Test
    @Proves("F73")
    void revertIsValidatedLikeAnyWriteSoNoCycleComesBack() {
        String other = "/api/v1/projects/demo/flags/banner-text/environments/production";
        server.send(
                "PATCH",
                PLACE,
                "{\"prerequisites\":[{\"flag\":\"banner-text\",\"variations\":[\"plain\"]}]}",
                "If-Match",
                "\"1\"");
        server.send("PATCH", PLACE, "{\"prerequisites\":[]}", "If-Match", "\"2\"");
        server.send(
                "PATCH",
                other,
                "{\"prerequisites\":[{\"flag\":\"new-checkout\",\"variations\":[\"on\"]}]}",
                "If-Match",
                "\"1\"");
        String before = server.everything();

        Answer answer = revert("{\"environment\":\"production\",\"version\":2}", "\"3\"");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.pointer()).isEqualTo("/prerequisites/0/flag");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aFlagThatIsMadeAgainHasNothingOfTheOneBefore() {
        percentage("10");
        server.send("DELETE", FLAG, null);
        server.post("/api/v1/projects/demo/flags", "{\"key\":\"new-checkout\",\"type\":\"boolean\"}");
        percentage("20");
        percentage("30");

        JsonNode items =
                server.get(FLAG + "/history?environment=production").json().path("items");

        assertThat(items.findValuesAsText("version")).containsExactly("5", "4", "3");
        assertThat(items.get(1).path("words").asText()).contains("Off: everyone gets off.");
        assertThat(items.get(1).path("comment").asText()).isEqualTo("to 20");
    }

    @Test
    void copyTakesOverWhatAnotherEnvironmentServesButNeitherItsSwitchNorItsPeople() {
        server.put(DEVELOPMENT + "/percentage", "{\"variation\":\"on\",\"percentage\":35,\"enable\":true}");
        server.put(DEVELOPMENT + "/rules/de", "{\"when\":[{\"attribute\":\"c\",\"op\":\"exists\"}],\"serve\":\"on\"}");
        percentage("50");
        percentage("10");
        JsonNode before = targeting();

        Answer dry = server.post(PLACE + "/copy?from=development&dryRun=true", null);
        assertThat(targeting()).isEqualTo(before);
        Answer unmatched = server.post(PLACE + "/copy?from=development", null);
        Answer answer = server.post(
                PLACE + "/copy?from=development",
                "{\"comment\":\"from dev\"}",
                "If-Match",
                "\"" + before.path("version") + "\"");

        assertThat(dry.status()).as(dry.text()).isEqualTo(200);
        assertThat(dry.json().path("diff").toString())
                .isEqualTo("[{\"pointer\":\"/rules/de\",\"after\":"
                        + server.get(DEVELOPMENT).json().path("rules").get(0)
                        + "},{\"pointer\":\"/fallthrough/split/percent/on\",\"before\":10,\"after\":35}]");
        assertThat(unmatched.status()).isEqualTo(428);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("enabled").asBoolean()).isFalse();
        assertThat(answer.json().path("note").asText()).startsWith("Off: everyone gets off. Once enabled: 35 %");
        JsonNode split = targeting().path("fallthrough").path("split");
        assertThat(split.path("salt"))
                .isEqualTo(before.path("fallthrough").path("split").path("salt"));
        assertThat(split.path("ranges").toString()).isEqualTo("[{\"variation\":\"on\",\"from\":0,\"to\":35000}]");
    }

    @Test
    void copyToAnEnvironmentThatLacksASegmentIsRefusedByName() {
        server.send("DELETE", "/api/v1/projects/demo/environments/production/segments/staff", null);
        server.put(
                DEVELOPMENT + "/rules/staff",
                "{\"when\":[{\"op\":\"inSegment\",\"values\":[\"staff\"]}],\"serve\":\"on\"}");

        Answer answer = server.post(PLACE + "/copy?from=development&dryRun=true", null);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.pointer()).isEqualTo("/rules/0/when/0/values/0");
        assertThat(answer.detail()).contains("staff");
    }

    @Test
    void compareListsWhatTwoEnvironmentsDoNotSayAlike() {
        percentage("50");
        percentage("10");
        server.put(DEVELOPMENT + "/percentage", "{\"variation\":\"on\",\"percentage\":10}");
        Answer same = server.get("/api/v1/projects/demo/compare?a=development&b=production");
        server.post(DEVELOPMENT + "/on", null);
        server.post(
                "/api/v1/projects/demo/environments/production/segments", "{\"key\":\"beta\",\"included\":[\"u1\"]}");

        Answer other = server.get("/api/v1/projects/demo/compare?a=development&b=production&limit=1");
        JsonNode next = server.get("/api/v1/projects/demo/compare?a=development&b=production&cursor="
                        + other.json().path("next").asText())
                .json();

        assertThat(same.json().path("items")).isEmpty();
        JsonNode item = other.json().path("items").get(0);
        assertThat(item.path("flag").asText()).isEqualTo("new-checkout");
        assertThat(item.path("a").path("sentence").asText()).startsWith("10 % of users");
        assertThat(item.path("b").path("sentence").asText()).isEqualTo("Off: everyone gets off.");
        assertThat(item.path("diff").toString())
                .isEqualTo("[{\"pointer\":\"/enabled\",\"before\":true,\"after\":false}]");
        assertThat(next.path("items").get(0).path("segment").asText()).isEqualTo("beta");
        assertThat(next.path("next").isNull()).isTrue();
    }

    @Test
    void previewSaysWhatAPutWouldDoAndStoresNothing() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");
        String before = server.everything();
        String candidate =
                "{\"enabled\":true,\"offVariation\":\"off\",\"fallthrough\":{\"split\":{\"percent\":{\"on\":12.5},\"rest\":\"off\"}}}";

        Answer answer = server.post(PLACE + "/preview", candidate);
        Answer wrong = server.post(PLACE + "/preview", candidate.replace("12.5", "250"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("changes").asBoolean()).isTrue();
        assertThat(answer.json().path("sentence").path("after").asText()).startsWith("12.5 % of users");
        JsonNode move = answer.json().path("moves").get(0);
        assertThat(move.toString())
                .isEqualTo("{\"place\":\"fallthrough\",\"reach\":\"same\",\"now\":{\"moved\":2.5,\"exact\":true,"
                        + "\"changes\":[{\"from\":\"off\",\"to\":\"on\",\"share\":2.5}]},"
                        + "\"whenEnabled\":{\"moved\":2.5,\"exact\":true,"
                        + "\"changes\":[{\"from\":\"off\",\"to\":\"on\",\"share\":2.5}]}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.pointer()).isEqualTo("/fallthrough/split/percent/on");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void anActThatOnlyTakesAwayIsMarkedInItsAnswerAndInTheAuditLog() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":50,\"enable\":true}");

        Map<String, Answer> answers = Map.of(
                "lower", server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":20}"),
                "raise", server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":60}"));
        Answer off = server.post(PLACE + "/off", null);
        JsonNode entries =
                server.get("/api/v1/projects/demo/audit?limit=100").json().path("items");

        assertThat(answers.get("lower").json().path("emergency").asBoolean()).isTrue();
        assertThat(answers.get("raise").json().path("emergency").asBoolean()).isFalse();
        assertThat(off.json().path("emergency").asBoolean()).isTrue();
        long marked = 0;
        for (JsonNode entry : entries) {
            marked += entry.path("details").path("emergency").asBoolean() ? 1 : 0;
        }
        assertThat(marked).isEqualTo(2);
    }

    @Test
    void aSecondSendingWithTheSameIdempotencyKeyRevertsNothingTwice() {
        percentage("10");
        percentage("20");
        String body = "{\"environment\":\"production\",\"version\":2}";

        Answer first = server.post(FLAG + "/revert", body, "If-Match", "\"3\"", "Idempotency-Key", "k-1");
        Answer second = server.post(FLAG + "/revert", body, "If-Match", "\"3\"", "Idempotency-Key", "k-1");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(targeting().path("version").asInt()).isEqualTo(4);
    }

    @Test
    @Proves("S13")
    void whoSeesOneEnvironmentSeesNothingOfAnotherInHistoryCompareCopyOrRevert() {
        percentage("10");
        server.put(DEVELOPMENT + "/percentage", "{\"variation\":\"on\",\"percentage\":33}");
        People people = new People(server);
        String[] dev = People.bearer(people.token(People.grant("demo", "development", "editor")));

        Answer history = server.sendAs("GET", FLAG + "/history", null, dev);
        Answer named = server.sendAs("GET", FLAG + "/history?environment=production", null, dev);
        Answer compared = server.sendAs("GET", "/api/v1/projects/demo/compare?a=development&b=production", null, dev);
        Answer copied = server.sendAs("POST", DEVELOPMENT + "/copy?from=production&dryRun=true", null, dev);
        Answer dry = server.sendAs(
                "POST", FLAG + "/revert?dryRun=true", "{\"environment\":\"production\",\"version\":1}", dev);

        assertThat(history.status()).as(history.text()).isEqualTo(200);
        assertThat(history.json().path("items").findValuesAsText("environment"))
                .contains("development")
                .doesNotContain("production");
        for (Answer hidden : List.of(named, compared, copied, dry)) {
            assertThat(hidden.status()).as(hidden.text()).isEqualTo(404);
            assertThat(hidden.detail()).startsWith("there is no environment \"production\"");
        }
    }

    @Test
    @Proves("S14")
    void revertNeedsARoleWhereverItChangesSomething() {
        percentage("10");
        server.put(DEVELOPMENT + "/percentage", "{\"variation\":\"on\",\"percentage\":33}");
        server.post(PLACE + "/on", null);
        server.send("PATCH", FLAG, "{\"owner\":\"ada\"}", "If-Match", "\"1\"");
        People people = new People(server);
        String dev = people.token(People.grant("demo", "development", "editor"));
        String production = people.token(People.grant("demo", "production", "editor"));
        String before = server.everything();

        assertThat(revertAs(dev, "{\"definition\":1}").status()).isEqualTo(403);
        assertThat(revertAs(dev, "{\"environment\":\"production\",\"version\":1}")
                        .status())
                .isEqualTo(404);
        Answer inForce = revertAs(production, "{\"environment\":\"production\",\"version\":1}");
        assertThat(inForce.status()).isEqualTo(403);
        assertThat(inForce.detail()).contains("the role releaser is needed in demo/production");
        assertThat(server.everything()).isEqualTo(before);
        Answer own = revertAs(dev, "{\"environment\":\"development\",\"version\":1}");
        assertThat(own.status()).as(own.text()).isEqualTo(200);
        assertThat(own.json().path("diff")).hasSize(1);
    }

    private Answer revertAs(String token, String body) {
        return server.sendAs("POST", FLAG + "/revert", body, "Authorization", "Bearer " + token, "If-Match", "*");
    }
}
