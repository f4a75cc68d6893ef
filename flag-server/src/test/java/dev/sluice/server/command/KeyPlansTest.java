package dev.sluice.server.command;

import static dev.sluice.server.command.Project.bytes;
import static dev.sluice.server.command.Project.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyPlansTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final KeyDocument KEY =
            new KeyDocument(DIGEST, KeyKind.SDK, "production", "SLUICE_SDK_KEY", Instant.EPOCH, Bootstrap.ACTOR, null);

    private final Project project = new Project();

    @Test
    void whatANewerVersionStoredWithAKeyOfTheSettingsOutlivesItsRevocation() {
        storeWithAScope();

        get(project.commands.revokeKey("demo", KEY.id(), project.intent()));

        assertThat(stored().path("endsAt").asText()).isNotEmpty();
        assertThat(stored().path("scope").asText()).isEqualTo("shop");
    }

    @Test
    void soItDoesWhenTheKeyIsRotated() {
        storeWithAScope();

        get(project.commands.rotateKey(
                "demo", KEY.id(), "cd".repeat(32), new Rotation(Duration.ofHours(1)), project.intent()));

        assertThat(stored().path("endsAt").asText()).isNotEmpty();
        assertThat(stored().path("scope").asText()).isEqualTo("shop");
    }

    private ObjectNode stored() {
        return Json.stored(project.state().keys().get(DIGEST));
    }

    private void storeWithAScope() {
        byte[] newer = Json.write(Json.stored(KEY.write()).put("scope", "shop"));
        get(project.workspace.write(
                "demo",
                state -> Optional.of(new Write(
                        "demo",
                        new ProjectChange(state.revision(), null, Map.of(), Map.of(DIGEST, Optional.of(newer))),
                        List.of(),
                        new AuditEntry("ada", "test", "", bytes("{}"))))));
    }
}
