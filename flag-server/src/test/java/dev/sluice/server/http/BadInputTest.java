package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BadInputTest {

    private static final String PERCENTAGE = PLACE + "/percentage";
    private static final String FLAGS = "/api/v1/projects/demo/flags";
    private static RestServer server;

    @BeforeAll
    static void start() {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                // percentages
                arg(
                        "PUT",
                        PERCENTAGE,
                        "{'variation':'on','percentage':250}",
                        422,
                        "/percentage",
                        "percentage: 250 is not allowed; expected 0 to 100 with at most 3 decimals"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':-1}", 422, "/percentage", "-1 is not allowed"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':100.001}", 422, "/percentage", "100.001"),
                arg(
                        "PUT",
                        PERCENTAGE,
                        "{'variation':'on','percentage':0.0001}",
                        422,
                        "/percentage",
                        "at most 3 decimals"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':1e-9}", 422, "/percentage", "1E-9"),
                arg(
                        "PUT",
                        PERCENTAGE,
                        "{'variation':'on','percentage':1e999999999}",
                        422,
                        "/percentage",
                        "expected 0 to 100"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':'10'}", 422, "/percentage", "expected 0 to 100"),
                arg(
                        "PUT",
                        PERCENTAGE,
                        "{'variation':'on','percentage':null}",
                        422,
                        "/percentage",
                        "percentage: missing"),
                arg("PUT", PERCENTAGE, "{'variation':'on'}", 422, "/percentage", "percentage: missing"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':true}", 422, "/percentage", "true"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':[10]}", 422, "/percentage", "[10]"),
                arg("PUT", PERCENTAGE, "{'variation':'onn','percentage':10}", 422, "/variation", "on or off"),
                arg("PUT", PERCENTAGE, "{'percentage':10}", 422, "/variation", "variation: missing"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':10,'rule':'de'}", 422, "/rule", "fallthrough"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':10,'colour':1}", 422, "/colour", "not known"),
                arg(
                        "PUT",
                        PERCENTAGE,
                        "{'variation':'on','percentage':10,'enable':'yes'}",
                        422,
                        "/enable",
                        "true or false"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':10,'by':''}", 422, "/by", "attribute"),
                arg(
                        "PUT",
                        PERCENTAGE + "?waitFor=lunch",
                        "{'variation':'on','percentage':10}",
                        422,
                        "?waitFor",
                        "converged"),
                arg(
                        "PUT",
                        PERCENTAGE + "?waitFor=converged&timeoutMillis=0",
                        "{'variation':'on','percentage':10}",
                        422,
                        "?timeoutMillis",
                        "from 1 to 60000"),
                // bodies
                arg("PUT", PERCENTAGE, "{'variation':", 400, null, "line 1"),
                arg("PUT", PERCENTAGE, "", 400, null, "empty"),
                arg("PUT", PERCENTAGE, "[]", 422, "", "an object"),
                arg("PUT", PERCENTAGE, "{'variation':'on','variation':'off','percentage':1}", 400, null, "given twice"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':1} {}", 400, null, "not JSON"),
                arg("PUT", PERCENTAGE, "{'variation':'on','percentage':NaN}", 400, null, "not JSON"),
                arg("PUT", PERCENTAGE, "[".repeat(100_000), 400, null, "64 levels"),
                arg("PUT", PERCENTAGE, "{'variation':'\\ud800','percentage':1}", 400, null, "surrogate"),
                arg("POST", PLACE + "/on", "{'now':true}", 422, "/now", "not known"),
                arg("POST", PLACE + "/on?comment=" + "x".repeat(501), "{}", 422, "?comment", "at most 500"),
                arg("POST", PLACE + "/on?comment=back", "{'comment':7}", 422, "/comment", "a text"),
                // unknown places
                arg(
                        "PUT",
                        FLAGS + "/new-chekout/environments/production/percentage",
                        "{'variation':'on','percentage':10}",
                        404,
                        null,
                        "did you mean new-checkout?"),
                arg(
                        "POST",
                        FLAGS + "/new-checkout/environments/prodution/on",
                        "{}",
                        404,
                        null,
                        "did you mean production?"),
                arg("POST", "/api/v1/projects/dema/flags", "{}", 404, null, "did you mean demo?"),
                arg("DELETE", PLACE + "/rules/nobody", null, 404, null, "no rule \"nobody\""),
                // rules
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'attribute':'geo.country','op':'inn','values':['DE']}],'serve':'on'}",
                        422,
                        "/when/0/op",
                        "one of in"),
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'op':'in','values':['DE']}],'serve':'on'}",
                        422,
                        "/when/0/attribute",
                        "missing"),
                arg("PUT", PLACE + "/rules/de", "{'when':[],'serve':'on'}", 422, "/when", "at least one clause"),
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'attribute':'age','op':'gt','values':['8']}],'serve':'on'}",
                        422,
                        "/when/0/values/0",
                        "a number"),
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'attribute':'a','op':'exists'}],'serve':'maybe'}",
                        422,
                        "/serve",
                        "on or off"),
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'attribute':'a','op':'exists','valeus':[]}],'serve':'on'}",
                        422,
                        "/when/0/valeus",
                        "not known"),
                arg(
                        "PUT",
                        PLACE + "/rules/de",
                        "{'when':[{'op':'inSegment','values':['stuff']}],'serve':'on'}",
                        422,
                        "/when/0/values/0",
                        "a segment"),
                arg(
                        "PUT",
                        PLACE + "/rules/fallthrough",
                        "{'when':[{'attribute':'a','op':'exists'}],'serve':'on'}",
                        422,
                        "",
                        "other places"),
                arg(
                        "PUT",
                        PLACE + "/rules/de?position=middle",
                        "{'when':[{'attribute':'a','op':'exists'}],'serve':'on'}",
                        422,
                        "?position",
                        "before:"),
                // targeting
                arg("PUT", PLACE, "{'enabled':true,'fallthrough':'on'}", 428, null, "If-Match: missing"),
                arg("PATCH", PLACE, "{'enabled':true}", 428, null, "If-Match: missing"),
                // flags
                arg("POST", FLAGS, "{'key':'new-checkout','type':'boolean'}", 409, null, "exists already"),
                arg("POST", FLAGS, "{'key':'a b','type':'boolean'}", 422, "/key", "1 to 100"),
                arg("POST", FLAGS, "{'key':'x','type':'bool'}", 422, "/type", "boolean, string"),
                arg("POST", FLAGS, "{'key':'x','type':'string'}", 422, "/variations", "at least one variation"),
                arg(
                        "POST",
                        FLAGS,
                        "{'key':'x','type':'integer','variations':{'a':1.5},'offVariation':'a','fallthrough':'a'}",
                        422,
                        "/variations/a",
                        "whole number"),
                arg(
                        "POST",
                        FLAGS,
                        "{'key':'x','type':'integer','variations':{'a':9007199254740992},'offVariation':'a','fallthrough':'a'}",
                        422,
                        "/variations/a",
                        "2^53-1"),
                arg(
                        "POST",
                        FLAGS,
                        "{'key':'x','type':'double','variations':{'a':1e400},'offVariation':'a','fallthrough':'a'}",
                        422,
                        "/variations/a",
                        "double"),
                arg(
                        "POST",
                        FLAGS,
                        "{'key':'x','type':'string','variations':{'a':'A'}}",
                        422,
                        "/offVariation",
                        "missing"),
                arg("POST", FLAGS, "{'key':'x','type':'boolean','isAdmin':true}", 422, "/isAdmin", "not known"),
                arg("PATCH", FLAGS + "/new-checkout", "{'owner':'me'}", 428, null, "If-Match: missing"),
                // the list of flags
                arg("GET", FLAGS + "?sort=colour", null, 422, "?sort", "key, changed or expires"),
                arg("GET", FLAGS + "?stale=old", null, 422, "?stale", "never-evaluated"),
                arg("GET", FLAGS + "?stale=true&days=0", null, 422, "?days", "from 1 to 365"),
                arg("GET", FLAGS + "?cursor=%21", null, 422, "?cursor", "named as"),
                arg("GET", FLAGS + "?limit=1001", null, 422, "?limit", "from 1 to 1000"),
                // history, revert, copy, compare, preview
                arg("GET", FLAGS + "/new-checkout/history?limit=101", null, 422, "?limit", "from 1 to 100"),
                arg("GET", FLAGS + "/new-checkout/history?cursor=x", null, 422, "?cursor", "named as"),
                arg("GET", FLAGS + "/new-checkout/history?environment=prodution", null, 404, null, "did you mean"),
                arg("GET", FLAGS + "/new-chekout/history", null, 404, null, "did you mean new-checkout?"),
                arg("POST", FLAGS + "/new-checkout/revert", "{}", 422, "/definition", "missing"),
                arg("POST", FLAGS + "/new-checkout/revert", "{'version':1}", 422, "/environment", "missing"),
                arg(
                        "POST",
                        FLAGS + "/new-checkout/revert",
                        "{'environment':'production'}",
                        422,
                        "/version",
                        "version: missing"),
                arg("POST", FLAGS + "/new-checkout/revert", "{'definition':0}", 422, "/definition", "from 1 to"),
                arg("POST", FLAGS + "/new-checkout/revert", "{'definition':9}", 422, "/definition", "1 to 1"),
                arg(
                        "POST",
                        FLAGS + "/new-checkout/revert",
                        "{'environment':'prodution','version':1}",
                        404,
                        null,
                        "did you mean production?"),
                arg("POST", FLAGS + "/new-checkout/revert", "{'definition':1}", 428, null, "If-Match: missing"),
                arg("POST", FLAGS + "/new-checkout/revert?dryRun=maybe", "{'definition':1}", 422, "?dryRun", "true"),
                arg("POST", PLACE + "/copy", null, 422, "?from", "from: missing"),
                arg("POST", PLACE + "/copy?from=production&dryRun=true", null, 422, "?from", "another environment"),
                arg("POST", PLACE + "/copy?from=develpment&dryRun=true", null, 404, null, "did you mean development?"),
                arg("POST", PLACE + "/copy?from=development", null, 428, null, "If-Match: missing"),
                arg("POST", PLACE + "/copy?from=development", "{'enabled':true}", 422, "/enabled", "not known"),
                arg("GET", "/api/v1/projects/demo/compare?a=production", null, 422, "?b", "b: missing"),
                arg("GET", "/api/v1/projects/demo/compare?a=production&b=x", null, 404, null, "no environment"),
                arg("POST", PLACE + "/preview", "{'enabled':true}", 422, "/fallthrough", "missing"),
                arg(
                        "POST",
                        PLACE + "/preview",
                        "{'enabled':true,'fallthrough':'maybe'}",
                        422,
                        "/fallthrough",
                        "on or off"),
                // segments, keys, evaluate
                arg(
                        "PUT",
                        "/api/v1/projects/demo/environments/production/segments/staff",
                        "{'included':['u1']}",
                        428,
                        null,
                        "If-Match"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/keys",
                        "{'environment':'nowhere','kind':'sdk'}",
                        422,
                        "/environment",
                        "production"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/keys",
                        "{'environment':'production','kind':'root'}",
                        422,
                        "/kind",
                        "sdk"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/environments/production/evaluate",
                        "{'contexts':[]}",
                        422,
                        "/contexts",
                        "missing"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/environments/production/evaluate",
                        "{'contexts':[{'targetingKey':7}]}",
                        422,
                        "/contexts/0/targetingKey",
                        "a text"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/environments/production/evaluate",
                        "{'contexts':[{}],'explain':'yes'}",
                        422,
                        "/explain",
                        "true or false"),
                arg(
                        "POST",
                        "/api/v1/projects/demo/environments/production/evaluate",
                        "{'contexts':[{'private':['email','']}]}",
                        422,
                        "/contexts/0/private/1",
                        "a text of 1 to"));
    }

    private static Arguments arg(String method, String path, String body, int status, String pointer, String says) {
        return Arguments.of(method, path, body == null ? null : body.replace('\'', '"'), status, pointer, says);
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @MethodSource("invalid")
    void badInputIsRefusedInOneFormAndNothingIsStored(
            String method, String path, String body, int status, String pointer, String says) {
        String before = server.everything();

        Answer answer = server.send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).startsWith("urn:sluice:problem:");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.pointer()).as(answer.text()).isEqualTo(pointer);
        assertThat(answer.detail()).contains(says);
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithTheLimitNamed() {
        String before = server.everything();

        Answer declared = server.put(PERCENTAGE, "{\"variation\":\"" + "x".repeat(1024 * 1024) + "\"}");

        assertThat(declared.status()).isEqualTo(413);
        assertThat(declared.detail()).contains("1048576 bytes");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] latin = "{\"variation\":\"ä\",\"percentage\":1}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(server.sendBytes("PUT", PERCENTAGE, latin).status()).isEqualTo(400);
    }

    @Test
    void aBodyThatIsNotDeclaredAsJsonIsRefused() {
        String body = "{\"variation\":\"on\",\"percentage\":1}";

        Answer form = server.put(PERCENTAGE, body, "Content-Type", "application/x-www-form-urlencoded");
        Answer text = server.put(PERCENTAGE, body, "Content-Type", "text/plain");

        assertThat(form.status()).isEqualTo(415);
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.detail()).contains("text/plain").contains("application/json");
    }

    @Test
    void aStaleIfMatchIsRefusedWithThePresentVersion() {
        String before = server.everything();

        Answer answer = server.put(PLACE, "{\"enabled\":true,\"fallthrough\":\"on\"}", "If-Match", "\"99\"");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.detail()).contains("\"99\"").contains("\"1\"");
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void anActHonoursIfMatchWhenItIsSent() {
        assertThat(server.post(PLACE + "/on", "{}", "If-Match", "\"99\"").status())
                .isEqualTo(412);
    }

    @Test
    void twentyErrorsAreToldAtOnceAndNoMore() {
        StringBuilder body = new StringBuilder("{\"variation\":\"on\",\"percentage\":1");
        for (int i = 0; i < 50; i++) {
            body.append(",\"x").append(i).append("\":1");
        }

        Answer answer = server.put(PERCENTAGE, body.append('}').toString());

        assertThat(answer.json().path("errors")).hasSize(20);
    }
}
