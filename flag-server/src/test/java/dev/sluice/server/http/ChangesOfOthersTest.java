package dev.sluice.server.http;

import static dev.sluice.server.http.People.bearer;
import static dev.sluice.server.http.People.grant;
import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.http.RestServer.Answer;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChangesOfOthersTest {

    private static final int MOST_LOOKED_AT = 2_000;

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatSomebodyMayNotSeeIsPassedOverByAPageAtATime() {
        String viewer = new People(server).token(grant("demo", "production", "viewer"));
        server.post("/api/v1/projects", "{\"key\":\"hidden\"}");
        server.post(PLACE + "/on", null);
        note("demo", 2_500);
        note("hidden", 100);

        int read = server.store.auditRead();
        JsonNode page = changes(viewer, "");
        int ofTheFirst = server.store.auditRead() - read;
        int empty = 0;
        while (page.path("items").isEmpty() && !page.path("next").isNull()) {
            empty++;
            page = changes(viewer, "?cursor=" + page.path("next").asText());
        }

        assertThat(ofTheFirst).isEqualTo(MOST_LOOKED_AT);
        assertThat(empty).isEqualTo(1);
        assertThat(page.at("/items/0/action").asText()).isEqualTo("flag.on");
    }

    private JsonNode changes(String token, String query) {
        Answer answer = server.sendAs("GET", "/api/v1/changes" + query, null, bearer(token));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Entries about the environment development, in which nothing changes. */
    private void note(String project, int times) {
        var entry = new AuditEntry(
                "somebody", "test.note", "", "{\"environment\":\"development\"}".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < times; i++) {
            RestServer.await(server.workspace.write(
                    project,
                    state -> Optional.of(new Write(
                            project,
                            new ProjectChange(state.revision(), null, Map.of(), Map.of()),
                            List.of(),
                            entry))));
        }
    }
}
