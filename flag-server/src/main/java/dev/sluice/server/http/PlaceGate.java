package dev.sluice.server.http;

import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.Permission;
import dev.sluice.server.access.Permission.Scope;
import dev.sluice.server.access.Role;
import dev.sluice.server.command.ForbiddenException;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller through to the project and environment that a path names. What they may not see is answered as what is not there, word
 * for word; what they may see and not do is refused with the role that it needs.
 */
final class PlaceGate {
    private final Workspace workspace;

    PlaceGate(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Ends here unless the caller may pass.
     *
     * @throws NotFoundException if there is nothing here for this caller
     * @throws ForbiddenException if they may look, and not do this
     */
    void require(Permission permission, Caller caller, RoutingContext ctx) {
        Role needed = permission.role().orElse(null);
        if (needed == null) {
            return;
        }
        Grants grants = caller.grants();
        String project = ctx.pathParam("project");
        String environment = ctx.pathParam("environment");
        if (project != null) {
            requireSight(grants, project, environment);
        }
        Optional<Role> held =
                permission.scope() == Scope.PART ? partly(grants, project) : wholly(grants, project, environment);
        if (held.filter(role -> role.includes(needed)).isEmpty() && !(needed == Role.VIEWER && isOpen(permission))) {
            throw ForbiddenException.role(needed, place(project, environment), held);
        }
    }

    /** A look at no more than one may see harms nobody, even if that is nothing. */
    private static boolean isOpen(Permission permission) {
        return permission.scope() == Scope.PART;
    }

    private void requireSight(Grants grants, String project, @Nullable String environment) {
        if (project.startsWith(Workspace.OWN) || !grants.sees(project)) {
            List<String> seen =
                    workspace.projects().stream().filter(grants::sees).toList();
            throw NotFoundException.of("project", project, seen);
        }
        if (environment != null && !grants.sees(project, environment)) {
            ProjectState state = workspace.project(project);
            List<String> seen = state == null
                    ? List.of()
                    : state.environments().keySet().stream()
                            .filter(each -> grants.sees(project, each))
                            .toList();
            throw NotFoundException.of("environment", environment, seen);
        }
    }

    private static Optional<Role> partly(Grants grants, @Nullable String project) {
        return project == null ? grants.roleAnywhere() : grants.roleSomewhereIn(project);
    }

    private static Optional<Role> wholly(Grants grants, @Nullable String project, @Nullable String environment) {
        if (project == null) {
            return grants.roleEverywhere();
        }
        return environment == null ? grants.roleIn(project) : grants.roleIn(project, environment);
    }

    private static String place(@Nullable String project, @Nullable String environment) {
        return (project == null ? "*" : project) + "/" + (environment == null ? "*" : environment);
    }
}
