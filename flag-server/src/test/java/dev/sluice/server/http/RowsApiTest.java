package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.ADMIN;
import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.http.RestServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RowsApiTest {

    private static final String STAFF = "/api/v1/projects/demo/environments/production/segments/staff";
    private static final String MEMBERS = STAFF + "/members";
    private static final String AUDIENCE = "/api/v1/projects/demo/environments/production/flags/new-checkout/audience";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer csv(String method, String path, String body, String... headers) {
        return rows(method, path, "text/csv; charset=utf-8", body, headers);
    }

    private Answer ndjson(String method, String path, String body, String... headers) {
        return rows(method, path, "application/x-ndjson", body, headers);
    }

    private Answer rows(String method, String path, String type, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type");
        all.add(type);
        return server.send(method, path, body, all.toArray(String[]::new));
    }

    private List<String> included() {
        List<String> keys = new ArrayList<>();
        server.get(STAFF).json().path("included").forEach(key -> keys.add(key.asText()));
        return keys;
    }

    @Test
    void keysAreAddedAndRemovedAsRowsOfEitherKind() {
        Answer first = csv("POST", MEMBERS + "?comment=import", "name,key\nAda,u1\nBob,\"u,2\"\nAda,u1\n");
        Answer second = ndjson("POST", MEMBERS, "\"u1\"\n{\"key\":\"ü3\"}\n");
        Answer away = ndjson("DELETE", MEMBERS, "\"u1\"\n\"nobody\"");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("note").asText()).isEqualTo("2 keys added to included, which has 2 keys now.");
        assertThat(second.json().path("note").asText())
                .isEqualTo("1 key added to included, which has 3 keys now. 1 were in it already.");
        assertThat(away.json().path("removed").asInt()).isEqualTo(1);
        assertThat(away.json().path("unchanged").asInt()).isEqualTo(1);
        assertThat(away.header("ETag")).isEqualTo("\"4\"");
        assertThat(included()).containsExactly("u,2", "ü3");
        JsonNode entry =
                server.get("/api/v1/projects/demo/audit?limit=100").json().path("items");
        assertThat(entry.findValuesAsText("action")).contains("segment.members.add", "segment.members.remove");
        assertThat(entry.findValuesAsText("comment")).contains("import");
    }

    @Test
    void keysAreReadBackAsRows() {
        ndjson("POST", MEMBERS, "\"u,1\"\n\"u2\"\n");
        ndjson("POST", MEMBERS + "?list=excluded", "\"u2\"\n");

        Answer lines = server.get(MEMBERS);
        Answer table = server.send("GET", MEMBERS, null, "Accept", "text/csv");
        Answer excluded = server.get(MEMBERS + "?list=excluded");

        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(lines.text()).isEqualTo("{\"key\":\"u,1\"}\n{\"key\":\"u2\"}\n");
        assertThat(lines.header("ETag")).isEqualTo("\"3\"");
        assertThat(table.header("Content-Type")).isEqualTo("text/csv");
        assertThat(table.text()).isEqualTo("key\n\"u,1\"\nu2\n");
        assertThat(excluded.text()).isEqualTo("{\"key\":\"u2\"}\n");
        Answer again = csv("POST", MEMBERS, table.text());
        assertThat(again.json().path("changed").asBoolean()).isFalse();
        assertThat(again.json().path("note").asText()).contains("1 key in both lists: excluded wins.");
    }

    @Test
    void oneBadRowAndNothingIsStored() {
        ndjson("POST", MEMBERS, "\"u1\"\n");
        String before = server.everything();

        Answer empty = csv("POST", MEMBERS, "key\nu2\n\"\"\n");
        Answer number = ndjson("POST", MEMBERS, "\"u2\"\n{\"key\":7}\n");
        Answer unknown = ndjson("DELETE", MEMBERS, "\"u1\"\n{\"key\":\"u1\",\"age\":7}\n");
        Answer broken = ndjson("DELETE", MEMBERS, "\"u1\"\n{oops\n");
        Answer column = csv("POST", MEMBERS, "name\nu2\n");
        Answer none = csv("POST", MEMBERS, "key\n");
        Answer list = ndjson("POST", MEMBERS + "?list=both", "\"u1\"\n");
        Answer json = server.post(MEMBERS, "[\"u1\"]");
        Answer elsewhere = ndjson("POST", MEMBERS.replace("staff", "stuff"), "\"u1\"\n");

        assertThat(empty.pointer()).isEqualTo("/1");
        assertThat(empty.detail()).contains("a text of 1 to 500 characters");
        assertThat(number.pointer()).isEqualTo("/1/key");
        assertThat(unknown.pointer()).isEqualTo("/1/age");
        assertThat(broken.detail()).contains("row 2").contains("not JSON");
        assertThat(column.detail()).contains("a column named key");
        assertThat(none.detail()).contains("at least one key");
        assertThat(list.pointer()).isEqualTo("?list");
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.detail()).contains("application/x-ndjson or text/csv");
        assertThat(elsewhere.status()).isEqualTo(404);
        for (Answer refused : List.of(empty, number, unknown, broken, column, none, list)) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        }
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aFullSegmentTakesNoMoreAndTheLimitIsNamed() {
        Answer full = ndjson(
                "POST",
                MEMBERS,
                IntStream.range(0, 9_999).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining("\n")));
        String before = server.everything();

        Answer oneMore = ndjson("POST", MEMBERS, "\"one-more\"");
        Answer elsewhere = ndjson("POST", MEMBERS + "?list=excluded", "\"one-more\"");
        Answer large = ndjson("POST", MEMBERS, "x".repeat(MembersApi.LARGEST + 1));

        assertThat(full.status()).as(full.text()).isEqualTo(200);
        for (Answer refused : List.of(oneMore, elsewhere)) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(422);
            assertThat(refused.detail()).contains("10000 keys in all").contains("at most 9999 in an inline segment");
        }
        assertThat(large.status()).isEqualTo(413);
        assertThat(server.everything()).isEqualTo(before);
        assertThat(server.get(MEMBERS).text().lines()).hasSize(9_999);
    }

    @Test
    void ifMatchIsHonouredAndAKeyOfIdempotencyAddsOnce() {
        Answer late = ndjson("POST", MEMBERS, "\"u1\"", "If-Match", "\"7\"");
        Answer first = ndjson("POST", MEMBERS, "\"u1\"", "If-Match", "\"1\"", "Idempotency-Key", "k");
        Answer second = ndjson("POST", MEMBERS, "\"u1\"", "If-Match", "\"1\"", "Idempotency-Key", "k");
        Answer other = ndjson("POST", MEMBERS, "\"u2\"", "If-Match", "\"1\"", "Idempotency-Key", "k");

        assertThat(late.status()).isEqualTo(412);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(422);
        assertThat(included()).containsExactly("u1");
    }

    private static List<JsonNode> lines(Answer answer) {
        return answer.text().lines().map(RowsApiTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Test
    void theAudienceOfATableIsWhoGetsWhatWithTotals() {
        server.put(PLACE + "/rules/adults", """
                {"when":[{"attribute":"age","op":"gte","values":[18]},{"attribute":"beta","op":"in","values":[true]}],"serve":"on"}""");
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":0,\"enable\":true}");

        Answer answer = csv(
                "POST",
                AUDIENCE,
                "targetingKey,age:number,beta:boolean\nu1,30,true\nu2,8,true\nu3,old,true\n,30,true\nu5,,\n");
        Answer in = csv(
                "POST", AUDIENCE + "?variation=on", "targetingKey,age:number,beta:boolean\nu1,30,true\nu2,8,true\n");
        Answer totals = csv("POST", AUDIENCE + "?decisions=false", "targetingKey\nu1\nu2\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> rows = lines(answer);
        assertThat(rows).hasSize(6);
        assertThat(rows.get(0).toString())
                .isEqualTo(
                        "{\"row\":1,\"targetingKey\":\"u1\",\"value\":true,\"variation\":\"on\","
                                + "\"reason\":\"TARGETING_MATCH\",\"place\":\"adults\",\"flagVersion\":3,\"bucketKeyMissing\":false}");
        assertThat(rows.get(1).path("variation").asText()).isEqualTo("off");
        assertThat(rows.get(2).path("error").asText()).contains("\"old\" is not allowed; expected a number");
        assertThat(rows.get(3).path("targetingKey").isNull()).isTrue();
        assertThat(rows.get(5).path("totals").toString())
                .contains("\"contexts\":4,\"invalid\":1,\"bucketKeyMissing\":0")
                .contains("\"variations\":{\"off\":2,\"on\":2}")
                .contains("\"places\":{\"adults\":{\"on\":2},\"fallthrough\":{\"off\":2}},\"complete\":true");
        assertThat(lines(in)).hasSize(2);
        assertThat(lines(in).get(1).path("totals").path("variations").toString())
                .isEqualTo("{\"off\":1,\"on\":1}");
        assertThat(lines(totals)).hasSize(1);
    }

    @Test
    void theAudienceOfLinesTakesContextsAsEvaluateDoes() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":50,\"enable\":true}");
        String contexts = "{\"targetingKey\":\"u1\",\"attributes\":{\"plan\":\"gold\"}}\n{\"colour\":1}\n[]\n{}\n";

        List<JsonNode> rows = lines(ndjson("POST", AUDIENCE, contexts));
        JsonNode evaluated = server.post(
                        "/api/v1/projects/demo/environments/production/evaluate",
                        "{\"contexts\":[{\"targetingKey\":\"u1\"}],\"flags\":[\"new-checkout\"]}")
                .json();

        assertThat(rows.get(0).path("variation"))
                .isEqualTo(evaluated
                        .path("results")
                        .get(0)
                        .path("decisions")
                        .path("new-checkout")
                        .path("variation"));
        assertThat(rows.get(1).path("error").asText()).contains("colour: this field is not known");
        assertThat(rows.get(2).path("error").asText()).contains("an object");
        assertThat(rows.get(3).path("bucketKeyMissing").asBoolean()).isTrue();
        assertThat(rows.get(4).path("totals").path("invalid").asInt()).isEqualTo(2);
    }

    @Test
    void aQuestionThatCannotBeReadIsRefusedBeforeAnyRowIsAnswered() {
        Answer type = server.post(AUDIENCE, "{}");
        Answer heading = csv("POST", AUDIENCE, "targetingKey,age:years\nu1,7\n");
        Answer variation = csv("POST", AUDIENCE + "?variation=onn", "targetingKey\nu1\n");
        Answer flag = csv("POST", AUDIENCE.replace("new-checkout", "new-chekout"), "targetingKey\nu1\n");

        assertThat(type.status()).isEqualTo(415);
        assertThat(heading.status()).as(heading.text()).isEqualTo(422);
        assertThat(heading.detail()).contains("age:years").contains(":number");
        assertThat(variation.pointer()).isEqualTo("?variation");
        assertThat(flag.detail()).contains("did you mean new-checkout?");
    }

    @Test
    void rowsThatEndInTheMiddleAreToldAsIncomplete() {
        Answer answer = csv("POST", AUDIENCE, "targetingKey\nu1\n\"u2\nu3");

        JsonNode totals = lines(answer).get(1).path("totals");
        assertThat(totals.path("complete").asBoolean()).isFalse();
        assertThat(totals.path("error").asText()).contains("row 2 is not CSV");
    }

    /** As many rows as this, made while they are read. */
    private static InputStream generated(int rows) {
        return new InputStream() {
            private byte[] piece = "targetingKey,plan\n".getBytes(StandardCharsets.UTF_8);
            private int at;
            private int made;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                if (at == piece.length) {
                    if (made == rows) {
                        return -1;
                    }
                    StringBuilder more = new StringBuilder();
                    for (int i = 0; i < 1_000 && made < rows; i++) {
                        more.append("user-").append(made++).append(",gold\n");
                    }
                    piece = more.toString().getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                int some = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, bytes, from, some);
                at += some;
                return some;
            }
        };
    }

    @Test
    void aLongListIsAnsweredWhileItComesInAndHasNoLengthBeforehand() throws Exception {
        int count = 200_000;
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":25,\"enable\":true}");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + AUDIENCE))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "text/csv")
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofInputStream(() -> generated(count)))
                .build();

        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

        int read = 0;
        String last = "";
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read++;
                last = line;
            }
        }
        JsonNode totals = json(last).path("totals");
        assertThat(read).isEqualTo(count + 1);
        assertThat(totals.path("contexts").asInt()).isEqualTo(count);
        assertThat(totals.path("complete").asBoolean()).isTrue();
        assertThat(totals.path("variations").path("on").asInt()).isBetween(count / 4 - 1_500, count / 4 + 1_500);
    }
}
