package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.Objects;

/**
 * A role in a place.
 *
 * @param project a project's key, or {@value #ALL}
 * @param environment an environment's key, or {@value #ALL} for all of the project and what they share
 * @param role the role
 */
public record Grant(String project, String environment, Role role) {
    /** Stands for every project, or every environment. */
    public static final String ALL = "*";

    /** Checks for nulls. */
    public Grant {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(role, "role");
    }

    boolean covers(String otherProject, String otherEnvironment) {
        return coversProject(otherProject) && (environment.equals(ALL) || environment.equals(otherEnvironment));
    }

    boolean coversProject(String other) {
        return project.equals(ALL) || project.equals(other);
    }

    ObjectNode json() {
        return Json.object()
                .put("project", project)
                .put("environment", environment)
                .put("role", role.word());
    }
}
