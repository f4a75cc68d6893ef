package dev.sluice.server.command;

import dev.sluice.server.store.ProjectState;
import org.jspecify.annotations.Nullable;

/**
 * A project's own document in one write. It remembers the highest version that went away: what is made later under the same key begins
 * above it, so that a version somebody holds in hand is never that of another flag or segment. For one thread.
 */
final class OwnDocument {
    private final String project;
    private final @Nullable ProjectState state;
    private @Nullable ProjectDocument changed;

    /** Of the project in this state; null for one that is being made. */
    OwnDocument(String project, @Nullable ProjectState state) {
        this.project = project;
        this.state = state;
    }

    void put(ProjectDocument document) {
        changed = changed == null ? document : document.removing(changed.removed());
    }

    /** The version of what is made now. */
    long firstVersion() {
        ProjectDocument present = present();
        return present == null ? 1 : present.removed() + 1;
    }

    /** Something goes away that has this version. */
    void remove(long version) {
        ProjectDocument present = present();
        if (present != null && version > present.removed()) {
            changed = present.removing(version);
        }
    }

    boolean isChanged() {
        return changed != null;
    }

    /** What is to be stored; null to leave what is there. */
    byte @Nullable [] written() {
        byte[] stored = state == null ? null : state.document();
        return changed == null ? null : changed.writeOver("project " + project, stored);
    }

    private @Nullable ProjectDocument present() {
        return changed != null ? changed : state == null ? null : ProjectDocument.read(state.document());
    }
}
