package dev.sluice.server.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one script writes, all or nothing.
 *
 * @param project the project that is written
 * @param projectChange changes to the project's own documents, or null
 * @param environments changes to its environments, each at most once
 * @param audit what the audit log says about it
 */
public record Write(
        String project, @Nullable ProjectChange projectChange, List<EnvironmentChange> environments, AuditEntry audit) {

    /** Checks that no environment is named twice and that something changes. */
    public Write {
        Keys.check("project", project);
        environments = List.copyOf(environments);
        Set<String> seen = new HashSet<>();
        for (EnvironmentChange change : environments) {
            if (!seen.add(change.environment())) {
                throw new IllegalArgumentException(
                        "environments: \"" + change.environment() + "\" is named twice; expected each at most once");
            }
        }
        if (projectChange == null && environments.isEmpty()) {
            throw new IllegalArgumentException("a write changes nothing; expected a project or an environment change");
        }
    }
}
