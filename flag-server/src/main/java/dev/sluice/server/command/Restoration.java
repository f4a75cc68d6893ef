package dev.sluice.server.command;

import dev.sluice.server.store.DocumentCheck.Kind;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a project is once a backup is in the place of what is stored. An environment that was made after the backup stays, and what a
 * project holds of its environments stays with it: its name, whether it is archived, and its keys. Whom it lets in is the business of
 * {@link Admissions}. Pure.
 */
public final class Restoration {
    private static final StoredDocuments DOCUMENTS = new StoredDocuments();

    private Restoration() {}

    /** Keys of the environments that stay as they are, for the backup lacks them. */
    public static Set<String> staying(ProjectState backup, ProjectState stored) {
        Set<String> staying = new TreeSet<>(stored.environments().keySet());
        staying.removeAll(backup.environments().keySet());
        return staying;
    }

    /**
     * The backup with what stays of the stored project; the environments that stay are those of {@code stored} itself.
     *
     * @param now from when on whoever was changed or removed since signs in anew
     */
    public static ProjectState over(ProjectState backup, ProjectState stored, Instant now) {
        Set<String> staying = staying(backup, stored);
        SortedMap<String, EnvironmentState> environments = new TreeMap<>(backup.environments());
        staying.forEach(key -> environments.put(key, stored.environments().get(key)));
        return backup.with(
                document(backup, stored, staying), Admissions.over(backup, stored, staying, now), environments);
    }

    /** The backup's, which also names the environments that stay: by their keys, if what is stored of them can't be read. */
    private static byte[] document(ProjectState backup, ProjectState stored, Set<String> staying) {
        if (staying.isEmpty() || !isReadable(backup)) {
            return backup.document();
        }
        ProjectDocument document = ProjectDocument.read(backup.document());
        for (String key : staying) {
            Label label =
                    isReadable(stored) ? ProjectDocument.read(stored.document()).label(key) : new Label(key, false);
            document = document.label(key, label);
        }
        return document.writeOver("project " + backup.key(), backup.document());
    }

    private static boolean isReadable(ProjectState project) {
        return DOCUMENTS.fault(Kind.PROJECT, project.key(), project.document()).isEmpty();
    }
}
