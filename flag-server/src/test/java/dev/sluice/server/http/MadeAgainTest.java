package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is removed and made again under the same key is another thing: nothing that somebody read of the old one touches it. */
final class MadeAgainTest {

    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String FLAG = PROJECT + "/flags/new-checkout";
    private static final String SEGMENT = PROJECT + "/environments/production/segments/regulars";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anEditorOfTheOldFlagDoesNotOverwriteTheNewOne() {
        Answer targeting = server.get(PLACE);
        Answer definition = server.get(FLAG);
        flagIsMadeAgain();

        Answer put = server.put(PLACE, targeting.text(), "If-Match", targeting.header("ETag"));
        Answer patched = server.send("PATCH", FLAG, "{\"owner\":\"ana\"}", "If-Match", definition.header("ETag"));

        assertThat(put.status()).as(put.text()).isEqualTo(412);
        assertThat(patched.status()).as(patched.text()).isEqualTo(412);
    }

    @Test
    void noVersionOfTheOldFlagComesBackAsOneOfTheNew() {
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":10,\"enable\":true}");
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":20}");
        flagIsMadeAgain();
        server.put(PLACE + "/percentage", "{\"variation\":\"on\",\"percentage\":30}");
        server.post(PLACE + "/on", null);
        String before = server.everything();

        for (int version = 1; version <= 3; version++) {
            Answer back = server.post(
                    FLAG + "/revert",
                    "{\"environment\":\"production\",\"version\":" + version + "}",
                    "If-Match",
                    server.get(PLACE).header("ETag"));

            assertThat(back.status()).as(back.text()).isEqualTo(422);
            assertThat(back.pointer()).isEqualTo("/version");
        }
        assertThat(server.everything()).isEqualTo(before);
    }

    @Test
    void anEditorOfTheOldSegmentDoesNotOverwriteTheNewOne() {
        String body = "{\"included\":[\"u0\"]}";
        String old = server.put(SEGMENT, body).header("ETag");
        assertThat(server.send("DELETE", SEGMENT, null).status()).isEqualTo(204);

        Answer made = server.put(SEGMENT, body);
        Answer late = server.put(SEGMENT, "{\"included\":[\"u1\"]}", "If-Match", old);

        assertThat(made.status()).isEqualTo(201);
        assertThat(late.status()).as(late.text()).isEqualTo(412);
        assertThat(server.get(SEGMENT).json().path("included").toString()).isEqualTo("[\"u0\"]");
    }

    @Test
    void aFileThatTakesThingsAwayIsRememberedToo() {
        String whole = server.get(PROJECT + "/export").text();
        String old = server.get(PLACE).header("ETag");
        String without = "{\"sluice\":1,\"project\":\"demo\",\"name\":\"Emptied\"}";

        Answer pruned = server.post(PROJECT + "/import?prune=true&force=true", without);
        Answer back = server.post(PROJECT + "/import", whole);

        assertThat(pruned.status()).as(pruned.text()).isEqualTo(200);
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(server.get(PLACE).header("ETag")).isNotEqualTo(old);
        assertThat(server.get(PROJECT + "/export").text()).isEqualTo(whole);
    }

    private void flagIsMadeAgain() {
        assertThat(server.send("DELETE", FLAG + "?force=true", null).status()).isEqualTo(204);
        Answer made = server.post(PROJECT + "/flags", "{\"key\":\"new-checkout\",\"type\":\"boolean\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo(server.get(FLAG).header("ETag"));
    }
}
