package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.store.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AuditApiTest {

    private static final String FLAGS = "/api/v1/projects/demo/flags";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private void switches(int times) {
        for (int i = 0; i < times; i++) {
            server.clock.advance(Duration.ofSeconds(1));
            server.post(PLACE + (i % 2 == 0 ? "/on" : "/off"), null);
        }
    }

    @Test
    void aPageOfLongEntriesIsShortAndNoEntryIsLeftOut() {
        String segments = "/api/v1/projects/demo/environments/production/segments";
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            keys.add("\"" + "k".repeat(150) + i + "\"");
        }
        assertThat(server.post(segments, "{\"key\":\"many\",\"included\":[" + String.join(",", keys) + "]}")
                        .status())
                .isEqualTo(201);
        int changes = 15;
        for (int i = 0; i < changes; i++) {
            String etag = server.get(segments + "/many").header("etag");
            assertThat(server.send("PATCH", segments + "/many", "{\"excluded\":[\"e" + i + "\"]}", "If-Match", etag)
                            .status())
                    .isEqualTo(200);
        }

        List<Long> seen = new ArrayList<>();
        int pages = 0;
        for (JsonNode next = LongNode.valueOf(1); !next.isNull(); pages++) {
            JsonNode page = server.get("/api/v1/projects/demo/audit?limit=1000&from=" + next.asLong())
                    .json();
            page.path("items").forEach(item -> seen.add(item.path("seq").asLong()));
            next = page.path("next");
        }

        assertThat(pages).isGreaterThan(1);
        assertThat(seen).hasSizeGreaterThan(changes).doesNotHaveDuplicates().isSorted();
        assertThat(seen.get(seen.size() - 1)).isEqualTo(seen.size());
    }

    private JsonNode found(String query) {
        Answer answer = server.get("/api/v1/projects/demo/audit?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<Long> numbers(JsonNode page) {
        List<Long> numbers = new ArrayList<>();
        page.path("items").forEach(item -> numbers.add(item.path("seq").asLong()));
        return numbers;
    }

    @Test
    void aFilterFindsTheNewestFirstAndGoesOnWhereItStopped() {
        switches(8);
        server.post(FLAGS, "{\"key\":\"other\",\"type\":\"boolean\"}");
        switches(1);

        JsonNode first = found("action=flag.on&flag=new-checkout&environment=production&limit=3");
        JsonNode rest = found("action=flag.on&flag=new-checkout&environment=production&limit=3&before="
                + first.path("next").asLong());

        assertThat(numbers(first)).hasSize(3).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(numbers(rest))
                .hasSize(2)
                .allMatch(seq -> seq < numbers(first).get(2));
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(found("flag=other").path("items").findValuesAsText("action")).containsExactly("flag.create");
        assertThat(numbers(found("action=flag&limit=1000"))).hasSizeGreaterThanOrEqualTo(9);
        assertThat(numbers(found("actor=nobody"))).isEmpty();
        assertThat(numbers(found("environment=development&action=flag.on"))).isEmpty();
    }

    @Test
    void aFilterByTimeStopsThereAndEntriesSayHowToTakeThemBack() {
        switches(2);
        server.clock.advance(Duration.ofHours(1));
        String since = server.clock.instant().toString();
        switches(3);

        JsonNode page = found("since=" + since);

        assertThat(numbers(page)).hasSize(3);
        assertThat(page.path("next").isNull()).isTrue();
        JsonNode revert = page.path("items").path(0).path("revert");
        assertThat(server.send(
                                "POST",
                                revert.path("path").asText(),
                                revert.path("body").toString(),
                                "If-Match",
                                "*")
                        .status())
                .isEqualTo(200);
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isFalse();
    }

    @Test
    void whatIsAskedForTheWrongWaySaysWhatIsRight() {
        assertThat(server.get("/api/v1/projects/demo/audit?since=yesterday").text())
                .contains("a time such as 2026-11-21T08:00:00Z");
        assertThat(server.get("/api/v1/projects/demo/audit?from=1&actor=ana").text())
                .contains("no from together with before or a filter");
        assertThat(server.get("/api/v1/audit?flag=new-checkout").status()).isEqualTo(422);
    }

    private JsonNode verdict() {
        Answer answer = server.get("/api/v1/projects/demo/audit/verify");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aLogThatNobodyTouchedIsWhole() {
        switches(30);

        JsonNode verdict = verdict();

        assertThat(verdict.path("intact").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("entries")).isEqualTo(verdict.path("head").path("seq"));
        assertThat(verdict.path("words").asText()).startsWith("All ").contains("in their order");
    }

    @Test
    @Proves("S25")
    void editsRemovalsOtherOrdersAndACutTailAreFoundAndTheFirstBrokenEntryIsNamed() {
        switches(20);
        String edited = "its content is not what its digest says";
        AuditRecord stranger = stranger(10);
        broken(10, edited, log -> log.set(9, forged(log.get(9))));
        broken(10, "it is not the entry that the next one was chained to", log -> log.set(9, stranger));
        broken(10, "it is missing", log -> log.remove(9));
        broken(10, edited, log -> {
            AuditRecord tenth = log.get(9);
            log.set(9, numbered(log.get(10), 10));
            log.set(10, numbered(tenth, 11));
        });
        broken(
                1,
                "it is missing, as are those up to 5",
                log -> log.subList(0, 5).clear());
        int head = (int) server.workspace.project("demo").auditHead().seq();
        broken(
                head - 2,
                "it is missing, as are those up to " + head,
                log -> log.subList(head - 3, head).clear());
    }

    /** The same under another number. */
    private static AuditRecord numbered(AuditRecord record, long seq) {
        return new AuditRecord(
                seq,
                record.at(),
                record.actor(),
                record.action(),
                record.comment(),
                record.details(),
                record.previous(),
                record.digest());
    }

    /** Another comment under the old digest. */
    private static AuditRecord forged(AuditRecord record) {
        return new AuditRecord(
                record.seq(),
                record.at(),
                record.actor(),
                record.action(),
                "forged",
                record.details(),
                record.previous(),
                record.digest());
    }

    /** An entry that is whole, but of another log. */
    private static AuditRecord stranger(long seq) {
        try (RestServer other = new RestServer()) {
            for (int i = 0; i < seq; i++) {
                other.post(PLACE + (i % 2 == 0 ? "/on" : "/off"), null);
            }
            AuditRecord record =
                    RestServer.await(other.workspace.audit("demo", seq, 1)).get(0);
            assertThat(record.intact()).isTrue();
            return record;
        }
    }

    private void broken(long seq, String why, Consumer<List<AuditRecord>> how) {
        List<AuditRecord> whole = new ArrayList<>();
        server.store.tamper("demo", log -> {
            whole.addAll(log);
            how.accept(log);
        });

        JsonNode verdict = verdict();

        assertThat(verdict.path("intact").asBoolean()).isFalse();
        assertThat(verdict.path("firstBroken").path("seq").asLong())
                .as(verdict.toString())
                .isEqualTo(seq);
        assertThat(verdict.path("firstBroken").path("why").asText()).isEqualTo(why);
        server.store.tamper("demo", log -> {
            log.clear();
            log.addAll(whole);
        });
        assertThat(verdict().path("intact").asBoolean()).isTrue();
    }

    @Test
    void changesOfAllProjectsAreReadPageByPageNewestFirst() {
        server.post("/api/v1/projects", "{\"key\":\"other\"}");
        server.post("/api/v1/projects/other/flags", "{\"key\":\"f\",\"type\":\"boolean\"}");
        for (int i = 0; i < 25; i++) {
            server.clock.advance(Duration.ofSeconds(1));
            server.post(PLACE + (i % 2 == 0 ? "/on" : "/off"), null);
            if (i % 3 == 0) {
                server.post(
                        "/api/v1/projects/other/flags/f/environments/production/" + (i % 2 == 0 ? "on" : "off"), null);
            }
        }
        List<String> all = names(server.get("/api/v1/changes").json());

        List<String> paged = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page = server.get("/api/v1/changes?limit=4" + next).json();
            paged.addAll(names(page));
            next = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asText();
        }

        assertThat(all).hasSizeGreaterThan(30).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(all);
        assertThat(server.get("/api/v1/changes?since=PT2S").json().path("items"))
                .hasSizeBetween(2, 5);
        assertThat(server.get("/api/v1/changes?cursor=x").status()).isEqualTo(422);
        assertThat(server.get("/api/v1/changes?limit=201").pointer()).isEqualTo("?limit");
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("items")
                .forEach(item -> names.add(
                        item.path("project").asText() + " " + item.path("seq").asLong()));
        return names;
    }

    @Test
    void aChangeBringsTheRequestThatTakesItBack() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":25,\"enable\":true}");
        JsonNode before = server.get(PLACE).json();
        server.post(PLACE + "/off", null);

        JsonNode change = server.get("/api/v1/changes").json().path("items").get(0);
        Answer reverted = server.post(
                change.path("revert").path("path").asText(),
                change.path("revert").path("body").toString(),
                "If-Match",
                "*");
        server.send("PATCH", FLAGS + "/banner-text", "{\"owner\":\"ada\"}", "If-Match", "\"1\"");
        JsonNode definition = server.get("/api/v1/changes").json().path("items").get(0);
        server.send("DELETE", FLAGS + "/banner-text", null);

        assertThat(change.path("emergency").asBoolean()).isTrue();
        assertThat(reverted.status()).as(reverted.text()).isEqualTo(200);
        assertThat(server.get(PLACE).json().path("fallthrough")).isEqualTo(before.path("fallthrough"));
        assertThat(server.get(PLACE).json().path("enabled").asBoolean()).isTrue();
        assertThat(definition.path("revert").path("body").toString()).isEqualTo("{\"definition\":1}");
        assertThat(server.get("/api/v1/changes")
                        .json()
                        .path("items")
                        .get(1)
                        .path("revert")
                        .isNull())
                .as("a flag that is gone")
                .isTrue();
    }

    @Test
    void detailsAreBytesThatTheDigestCovers() {
        switches(1);

        List<AuditRecord> records = RestServer.await(server.workspace.audit("demo", 1, 100));

        AuditRecord last = records.get(records.size() - 1);
        assertThat(last.intact()).isTrue();
        assertThat(new AuditRecord(
                                last.seq(),
                                last.at(),
                                last.actor(),
                                last.action(),
                                last.comment(),
                                "{}".getBytes(StandardCharsets.UTF_8),
                                last.previous(),
                                last.digest())
                        .intact())
                .isFalse();
    }
}
