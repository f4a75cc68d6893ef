package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A project's own document: its name and those of its environments, and which of them are archived. Immutable.
 *
 * @param name what people call it
 * @param environments what people call each environment, by key, in the order of creation
 * @param archived whether nothing of the project can be changed
 * @param archivedEnvironments keys of the environments in which nobody can change who gets what
 * @param version counts the changes that people make to this document; starts at 1
 * @param removed the highest version of any flag or segment that was removed; 0 = none was, as far as is known
 */
public record ProjectDocument(
        String name,
        Map<String, String> environments,
        boolean archived,
        Set<String> archivedEnvironments,
        long version,
        long removed) {
    private static final String ARCHIVED = "archived";
    private static final String ARCHIVED_ENVIRONMENTS = "archivedEnvironments";
    private static final String VERSION = "version";
    private static final String REMOVED = "highestRemovedVersion";

    /** Copies the collections. */
    public ProjectDocument {
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        archivedEnvironments = Collections.unmodifiableSet(new TreeSet<>(archivedEnvironments));
    }

    /** Of a project that is new. */
    static ProjectDocument initial(String name, Map<String, String> environments) {
        return new ProjectDocument(name, environments, false, Set.of(), 1, 0);
    }

    /** This with an environment more. */
    ProjectDocument withEnvironment(String key, String label) {
        Map<String, String> all = new LinkedHashMap<>(environments);
        all.put(key, label);
        return named(name, all);
    }

    /** This with other names. */
    ProjectDocument named(String newName, Map<String, String> names) {
        return new ProjectDocument(newName, names, archived, archivedEnvironments, version + 1, removed);
    }

    /** What people call the project, and whether it is archived. */
    Label label() {
        return new Label(name, archived);
    }

    /** This with another label. */
    ProjectDocument label(Label label) {
        return new ProjectDocument(
                label.name(), environments, label.archived(), archivedEnvironments, version + 1, removed);
    }

    /** What people call an environment, and whether it is archived. */
    public Label label(String environment) {
        return new Label(
                environments.getOrDefault(environment, environment), archivedEnvironments.contains(environment));
    }

    /** This with another label of an environment. */
    ProjectDocument label(String environment, Label label) {
        Map<String, String> names = new LinkedHashMap<>(environments);
        names.put(environment, label.name());
        Set<String> retired = new TreeSet<>(archivedEnvironments);
        if (label.archived()) {
            retired.add(environment);
        } else {
            retired.remove(environment);
        }
        return new ProjectDocument(name, names, archived, retired, version + 1, removed);
    }

    /** This, with something removed that had this version. Nobody sees it, so it is no other version of the document. */
    ProjectDocument removing(long goneVersion) {
        return new ProjectDocument(
                name, environments, archived, archivedEnvironments, version, Math.max(removed, goneVersion));
    }

    /**
     * Does nothing if an environment is in use.
     *
     * @throws ConflictException if it is archived
     */
    void requireInUse(String environment) {
        if (!isInUse(environment)) {
            throw new ConflictException(
                    "environment " + environment + " is archived; expected one in use. Restore it first.");
        }
    }

    /** Whether an environment is in use, and not archived. */
    boolean isInUse(String environment) {
        return !archivedEnvironments.contains(environment);
    }

    static ProjectDocument read(byte[] bytes) {
        ObjectNode json = Json.stored(bytes);
        Map<String, String> environments = new LinkedHashMap<>();
        json.path("environments")
                .properties()
                .forEach(field ->
                        environments.put(field.getKey(), field.getValue().asText()));
        Set<String> retired = new TreeSet<>();
        json.path(ARCHIVED_ENVIRONMENTS).forEach(key -> retired.add(key.asText()));
        return new ProjectDocument(
                json.path("name").asText(),
                environments,
                json.path(ARCHIVED).asBoolean(),
                retired,
                json.path(VERSION).asLong(1),
                json.path(REMOVED).asLong());
    }

    /** The bytes to store in the place of what is stored; what a newer version has put there stays, or the write is refused. */
    byte[] writeOver(String place, byte @Nullable [] stored) {
        byte[] written = write();
        return stored == null
                ? written
                : Unknown.carried(place, stored, read(stored).write(), Set.of(), written);
    }

    private byte[] write() {
        ObjectNode json = Json.object().put("name", name);
        ObjectNode names = json.putObject("environments");
        environments.forEach(names::put);
        if (archived) {
            json.put(ARCHIVED, true);
        }
        if (!archivedEnvironments.isEmpty()) {
            json.set(ARCHIVED_ENVIRONMENTS, Json.array(archivedEnvironments));
        }
        if (version > 1) {
            json.put(VERSION, version);
        }
        if (removed > 0) {
            json.put(REMOVED, removed);
        }
        return Json.write(json);
    }
}
