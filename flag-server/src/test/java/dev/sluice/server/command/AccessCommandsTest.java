package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.User;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccessCommandsTest {

    private static final String ANA = Accounts.idOfUser("ana");

    private final Project project = new Project();
    private final AccessCommands commands = new AccessCommands(project.workspace);

    private static UserWish ana(Grants grants) {
        return new UserWish("ana", "Ana", grants, true);
    }

    private String stored() {
        return new String(project.workspace.project(Accounts.PROJECT).keys().get(ANA), StandardCharsets.UTF_8);
    }

    @Test
    void whatANewerVersionHasStoredOfAPersonStays() {
        Project.get(commands.createUser(ana(Grants.NONE), project.intent()));
        String newer = stored().substring(0, stored().length() - 1) + ",\"locale\":\"fr\"}";
        Project.get(project.workspace.write(
                Accounts.PROJECT,
                state -> Optional.of(new Write(
                        Accounts.PROJECT,
                        new ProjectChange(
                                state.revision(),
                                null,
                                Map.of(),
                                Map.of(ANA, Optional.of(newer.getBytes(StandardCharsets.UTF_8)))),
                        List.of(),
                        new AuditEntry("newer", "test", "", "{}".getBytes(StandardCharsets.UTF_8))))));

        User changed = Project.get(
                commands.changeUser("ana", new UserWish("", null, null, false), IfMatch.of("*"), project.intent()));

        assertThat(changed.active()).isFalse();
        assertThat(stored()).contains("\"locale\":\"fr\"").contains("\"active\":false");
    }

    @Test
    void aChangeIsPlannedOnWhatAnotherNodeHasWrittenMeanwhile() {
        Project.get(commands.createUser(ana(Grants.NONE), project.intent()));
        Project other = project.onAnotherNode();
        AccessCommands there = new AccessCommands(other.workspace);
        Project.get(there.setPassword("ana", "a hash", other.intent()));

        Project.get(
                commands.changeUser("ana", new UserWish("", "Ana B.", null, null), IfMatch.of("*"), project.intent()));

        assertThat(stored()).contains("\"password\":\"a hash\"").contains("Ana B.");
        Project.get(there.deleteUser("ana", IfMatch.absent(), other.intent()));
        assertThatThrownBy(() -> Project.get(commands.changeUser(
                        "ana", new UserWish("", "back?", null, null), IfMatch.of("*"), project.intent())))
                .hasMessageContaining("there is no user");
    }
}
