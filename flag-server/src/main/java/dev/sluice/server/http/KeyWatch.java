package dev.sluice.server.http;

import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sees keys disappear from this node's memory, whichever node revoked them, and has their streams cut. */
final class KeyWatch {
    private final Map<String, Set<String>> idsByProject = new ConcurrentHashMap<>();
    private final Consumer<String> revoke;

    private KeyWatch(Consumer<String> revoke) {
        this.revoke = revoke;
    }

    static void listen(Workspace workspace, Consumer<String> revoke) {
        KeyWatch watch = new KeyWatch(revoke);
        for (String project : workspace.projects()) {
            ProjectState state = workspace.project(project);
            if (state != null) {
                watch.changed(state);
            }
        }
        workspace.onProjectChange(state -> {
            if (!state.key().startsWith(Workspace.OWN)) {
                watch.changed(state);
            }
        });
    }

    private void changed(ProjectState state) {
        Set<String> now = state.keys().values().stream()
                .map(document -> KeyDocument.read(document).id())
                .collect(Collectors.toUnmodifiableSet());
        Set<String> before = idsByProject.put(state.key(), now);
        if (before != null) {
            before.stream().filter(id -> !now.contains(id)).forEach(revoke);
        }
    }
}
