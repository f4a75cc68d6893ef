package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static dev.sluice.server.http.RestServer.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.measures.Report;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import dev.sluice.server.store.MeasureStore.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FlagListTest {

    private static final String FLAGS = "/api/v1/projects/demo/flags";
    private static final EnvironmentId DEVELOPMENT = new EnvironmentId("demo", "development");

    private final RestServer server = new RestServer();
    private long numbers;

    @AfterEach
    void stop() {
        server.close();
    }

    private void make(String key, String more) {
        Answer answer = server.post(FLAGS, "{\"key\":\"" + key + "\",\"type\":\"boolean\"" + more + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private List<String> keys(String query) {
        Answer answer = server.get(FLAGS + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> keys = new ArrayList<>();
        answer.json().path("items").forEach(item -> keys.add(item.path("key").asText()));
        return keys;
    }

    private void report(EnvironmentId environment, String application, String flag, String variation) {
        List<Evaluation> evaluations = variation == null
                ? List.of()
                : List.of(new Evaluation(flag, new Decided(1, "fallthrough", variation, "STATIC", null), 3));
        List<String> declared = variation == null ? List.of(flag) : List.of();
        RestServer.await(server.measures.take(
                environment,
                new Report("s", "i", ++numbers, 1_000, 0, evaluations, List.of(), List.of(), declared)
                        .from(application)));
        RestServer.await(server.measures.flush());
    }

    private JsonNode stale(String key, String query) {
        for (JsonNode item : server.get(FLAGS + query).json().path("items")) {
            if (item.path("key").asText().equals(key)) {
                return item.path("stale");
            }
        }
        return null;
    }

    @Test
    void flagsAreFoundByTagOwnerAndText() {
        make("search-a", ",\"owner\":\"ada\",\"tags\":[\"search\"]");
        make("search-b", ",\"owner\":\"bob\",\"tags\":[\"search\",\"beta\"],\"description\":\"The Faster one\"");

        assertThat(keys("?tag=search")).containsExactly("search-a", "search-b");
        assertThat(keys("?tag=search&owner=bob")).containsExactly("search-b");
        assertThat(keys("?q=fASTER")).containsExactly("search-b");
        assertThat(keys("?q=SEARCH-")).containsExactly("search-a", "search-b");
        assertThat(keys("?owner=nobody")).isEmpty();
    }

    @Test
    void archivedFlagsAreListedApartAndComeBack() {
        Answer away = server.send("PATCH", FLAGS + "/new-checkout", "{\"archived\":true}", "If-Match", "\"1\"");

        assertThat(away.status()).as(away.text()).isEqualTo(200);
        assertThat(keys("")).doesNotContain("new-checkout");
        assertThat(keys("?archived=true")).containsExactly("new-checkout");
        server.send("PATCH", FLAGS + "/new-checkout", "{\"archived\":false}", "If-Match", "\"2\"");
        assertThat(keys("")).contains("new-checkout");
    }

    @Test
    void flagsAreSortedAndReadPageByPageInThatOrder() {
        for (int i = 0; i < 7; i++) {
            server.clock.advance(Duration.ofSeconds(1));
            make("f" + i, i % 2 == 0 ? "" : ",\"expires\":\"2027-01-0" + (9 - i) + "\"");
        }
        server.clock.advance(Duration.ofSeconds(1));
        server.post(FLAGS + "/f2/environments/production/on", null);

        assertThat(keys("?sort=-changed&q=f")).startsWith("f2", "f6", "f5", "f4", "f3", "f1", "f0");
        assertThat(keys("?sort=expires")).startsWith("f5", "f3", "f1");
        assertThat(keys("?sort=-key")).startsWith("new-checkout");
        for (String sort : List.of("key", "-key", "changed", "-changed", "expires", "-expires")) {
            List<String> whole = keys("?sort=" + sort);
            List<String> paged = new ArrayList<>();
            String next = "";
            while (next != null) {
                JsonNode page =
                        server.get(FLAGS + "?limit=3&sort=" + sort + next).json();
                page.path("items").forEach(item -> paged.add(item.path("key").asText()));
                next = page.path("next").isNull()
                        ? null
                        : "&cursor=" + page.path("next").asText();
            }
            assertThat(paged).as(sort).isEqualTo(whole).hasSize(10);
        }
    }

    @Test
    void aFlagOfWhichNothingIsKnownLongEnoughIsNotStale() {
        server.clock.advance(Duration.ofDays(40));
        assertThat(keys("?stale=true")).isEmpty();

        report(PRODUCTION, "shop/1", "new-checkout", "on");
        server.clock.advance(Duration.ofDays(29));
        assertThat(keys("?stale=true")).isEmpty();
        assertThat(server.get(FLAGS + "?stale=true")
                        .json()
                        .path("measuredSince")
                        .path("production")
                        .asText())
                .isEqualTo("2026-12-31T08:00:00Z");
    }

    @Test
    void flagsThatNobodyEvaluatesOrDeclaresAreStaleWithTheReasonInWords() {
        report(PRODUCTION, "shop/1", "banner-text", "plain");
        server.clock.advance(Duration.ofDays(10));
        report(DEVELOPMENT, "shop/1", "new-checkout", "on");
        server.clock.advance(Duration.ofDays(31));
        make("young", "");

        assertThat(keys("?stale=true")).containsExactly("banner-text", "free-shipping-from", "new-checkout");
        assertThat(stale("new-checkout", "?stale=true").toString())
                .isEqualTo(
                        "[{\"kind\":\"never-evaluated\",\"words\":\"Not evaluated in any environment for 30 days; last on"
                                + " 2026-12-01 in development.\"},{\"kind\":\"undeclared\",\"words\":\"No running instance has code"
                                + " that declares it, and none told of such code for 30 days; the last did on 2026-12-01.\"}]");
        assertThat(stale("free-shipping-from", "?stale=never-evaluated").toString())
                .contains("no evaluation was ever reported")
                .doesNotContain("undeclared");
        assertThat(keys("?stale=true&days=41")).containsExactly("banner-text", "free-shipping-from");
        assertThat(keys("?stale=true&days=42")).isEmpty();
    }

    @Test
    void aFlagThatARunningInstanceDeclaresIsNotUndeclaredHoweverLongAgoItToldSo() {
        report(PRODUCTION, "shop/1", "new-checkout", null);
        server.clock.advance(Duration.ofDays(50));
        server.fleet.opened(PRODUCTION, "s1", new Identity("i1", "shop/1", "java/1"));

        assertThat(keys("?stale=undeclared")).doesNotContain("new-checkout").contains("banner-text");
        assertThat(keys("?stale=never-evaluated")).contains("new-checkout");
    }

    @Test
    void aFlagThatGivesEveryoneTheSameIsStaleUnlessItGaveAnotherVariationSomewhere() {
        for (String flag : List.of("new-checkout", "banner-text")) {
            report(PRODUCTION, "shop/1", flag, "off");
        }
        server.clock.advance(Duration.ofDays(31));
        report(PRODUCTION, "shop/1", "new-checkout", "on");
        report(PRODUCTION, "shop/1", "banner-text", "plain");
        report(PRODUCTION, "shop/1", "banner-text", "festive");

        assertThat(keys("?stale=one-variation")).containsExactly("new-checkout");
        assertThat(stale("new-checkout", "?stale=true").path(0).path("words").asText())
                .isEqualTo("It gave everyone the same for 30 days: on in production.");
        server.post(PLACE + "/on", null);
        assertThat(keys("?stale=one-variation")).isEmpty();
    }

    @Test
    void aFlagWhoseDayIsOverIsStaleWhateverElseIsKnown() {
        make("past", ",\"temporary\":true,\"expires\":\"2026-11-19\"");
        make("today", ",\"expires\":\"2026-11-21\"");

        assertThat(keys("?stale=expired")).containsExactly("past");
        assertThat(stale("past", "?stale=true").toString())
                .isEqualTo("[{\"kind\":\"expired\",\"words\":\"It was to be gone by 2026-11-19, 2 days ago.\"}]");
    }

    @Test
    void aFlagThatRunningCodeUsesIsNotDeletedWithoutForceAndTheInstancesHaveNames() {
        report(PRODUCTION, "shop/1.4", "new-checkout", "on");
        report(DEVELOPMENT, "till/2", "new-checkout", null);
        server.fleet.opened(PRODUCTION, "s1", new Identity("i1", "shop/1.4", "java/1"));
        server.fleet.opened(PRODUCTION, "s2", new Identity("i2", "shop/1.5", "java/1"));
        server.fleet.opened(DEVELOPMENT, "s3", new Identity("i3", "till/2", "java/1"));
        String before = server.everything();

        Answer refused = server.send("DELETE", FLAGS + "/new-checkout", null);
        assertThat(server.everything()).isEqualTo(before);
        Answer forced = server.send("DELETE", FLAGS + "/new-checkout?force=true", null);
        Answer unused = server.send("DELETE", FLAGS + "/banner-text", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo(
                        "flag new-checkout is evaluated or declared by 2 running instances, such as instance i3 of till/2 in"
                                + " development; expected no code to use it, or force=true");
        assertThat(refused.json().path("errors").findValuesAsText("detail"))
                .containsExactly("instance i3 of till/2 in development", "instance i1 of shop/1.4 in production");
        assertThat(forced.status()).as(forced.text()).isEqualTo(204);
        assertThat(unused.status()).as(unused.text()).isEqualTo(204);
    }

    @Test
    void whereNotEveryUseCouldBeNotedNobodySaysThatAFlagIsNotUsed() {
        report(PRODUCTION, "shop/1", "banner-text", "plain");
        server.clock.advance(Duration.ofDays(31));
        assertThat(keys("?stale=undeclared")).contains("new-checkout");
        RestServer.await(server.uses.used(
                DEVELOPMENT, Use.BY_APPLICATION, Map.of(MeasureStore.UNNOTED, server.clock.instant())));

        assertThat(keys("?stale=true")).isEmpty();
        server.clock.advance(Duration.ofDays(31));
        assertThat(keys("?stale=undeclared")).contains("new-checkout");
        server.fleet.opened(DEVELOPMENT, "s1", new Identity("i1", "shop/1.4", "java/1"));
        Answer refused = server.send("DELETE", FLAGS + "/new-checkout", null);
        Answer forced = server.send("DELETE", FLAGS + "/new-checkout?force=true", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo(
                        "who evaluates or declares flag new-checkout is not known in development, for more was told there than"
                                + " could be noted; expected force=true");
        assertThat(forced.status()).as(forced.text()).isEqualTo(204);
    }
}
