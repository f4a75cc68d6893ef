package dev.sluice.server.store;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one script writes, all or nothing.
 *
 * @param project the project that is written
 * @param projectChange changes to the project's own documents, or null
 * @param environments changes to its environments, each at most once
 * @param audit what the audit log says about it
 * @param versions documents as they are from now on, to be kept beside those in force under names of their own; empty = forget
 */
public record Write(
        String project,
        @Nullable ProjectChange projectChange,
        List<EnvironmentChange> environments,
        AuditEntry audit,
        Map<String, Optional<byte[]>> versions) {

    /** A write of which no version is kept. */
    public Write(
            String project,
            @Nullable ProjectChange projectChange,
            List<EnvironmentChange> environments,
            AuditEntry audit) {
        this(project, projectChange, environments, audit, Map.of());
    }

    /** Checks that no environment is named twice and that something changes. */
    public Write {
        Keys.check("project", project);
        environments = List.copyOf(environments);
        versions = Map.copyOf(versions);
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

    /** Where it puts something, named as in {@link Quarantined#place()}. */
    Set<String> places() {
        Set<String> places = new HashSet<>();
        if (projectChange != null) {
            if (projectChange.document() != null) {
                places.add(project + "/project/" + project);
            }
            put(places, project + "/flag/", projectChange.flags());
            put(places, project + "/key/", projectChange.keys());
        }
        for (EnvironmentChange change : environments) {
            String environment = project + "/" + change.environment();
            put(places, environment + "/targeting/", change.targeting());
            put(places, environment + "/segment/", change.segments());
            put(places, environment + "/flag/", change.flagRecords());
            put(places, environment + "/segment/", change.segmentRecords());
        }
        return places;
    }

    private static void put(Set<String> places, String prefix, Map<String, Optional<byte[]>> changes) {
        changes.forEach((key, bytes) -> bytes.ifPresent(present -> places.add(prefix + key)));
    }
}
