package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class QueryGateTest {

    private static final String FLAG = "/api/v1/projects/demo/flags/new-checkout";
    private static final String REVERT = "{\"environment\":\"production\",\"version\":1}";
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = new RestServer();
        server.post(PLACE + "/on", null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void refused(String method, String path, String body, String pointer, String detail) {
        String before = server.everything();

        Answer answer = server.send(method, path, body, "If-Match", "\"2\"");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.pointer()).isEqualTo(pointer);
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aMisspeltDryRunIsNotCarriedOut() {
        refused(
                "POST",
                FLAG + "/revert?dryrun=true",
                REVERT,
                "?dryrun",
                "dryrun: this query parameter is not known; expected only dryRun, waitFor, timeoutMillis, comment");
    }

    @Test
    void aMisspeltWaitIsNotCarriedOutEither() {
        refused(
                "PUT",
                PLACE + "/percentage?waitfor=converged",
                "{\"variation\":\"on\",\"percentage\":5}",
                "?waitfor",
                "waitfor: this query parameter is not known; expected only waitFor, timeoutMillis, comment");
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefusedWhicheverComesFirst() {
        refused(
                "POST",
                FLAG + "/revert?dryRun=false&dryRun=true",
                REVERT,
                "?dryRun",
                "dryRun: 2 times is not allowed; expected it once");
    }

    @Test
    void readingIsAsStrictAndARouteWithoutParametersSaysSo() {
        refused("GET", FLAG + "?x", null, "?x", "x: this query parameter is not known; expected none");
        refused(
                "GET",
                FLAG + "/history?Limit=1",
                null,
                "?Limit",
                "Limit: this query parameter is not known; expected only environment, cursor, limit");
        refused(
                "GET",
                "/api/v1/projects/demo/events?since=1",
                null,
                "?since",
                "since: this query parameter is not known; expected none");
    }

    @Test
    void aLongNameIsShortened() {
        String name = "x".repeat(200);

        assertThat(server.get(FLAG + "?" + name + "=1").pointer()).isEqualTo("?" + "x".repeat(80) + "…");
    }

    @Test
    void anEqualsSignThatIsEscapedIsPartOfTheName() {
        assertThat(server.send("POST", FLAG + "/revert?dryRun%3Dtrue", REVERT).pointer())
                .isEqualTo("?dryRun=true");
    }

    @Test
    void whatSdksSayMoreIsSkipped() {
        Answer answer = server.sendAs("GET", "/sdk/v1/geo?newer=1", null, "Authorization", "Bearer " + RestServer.SDK);

        assertThat(answer.status()).isEqualTo(200);
    }
}
