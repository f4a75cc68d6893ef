package dev.sluice.server.http;

import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sees keys disappear from this node's memory, whichever node revoked them, and keys that come to their end, and has their streams cut.
 * Safe on any thread.
 */
final class KeyWatch {
    private static final long LOOK_MILLIS = 1_000;

    private final Workspace workspace;
    private final InstantSource clock;
    private final Consumer<String> revoke;
    private final Map<String, Set<String>> goodByProject = new HashMap<>();
    private final Set<String> withEndings = new HashSet<>();

    private KeyWatch(Workspace workspace, InstantSource clock, Consumer<String> revoke) {
        this.workspace = workspace;
        this.clock = clock;
        this.revoke = revoke;
    }

    static void listen(Vertx vertx, Workspace workspace, InstantSource clock, Consumer<String> revoke) {
        KeyWatch watch = new KeyWatch(workspace, clock, revoke);
        workspace.projects().forEach(watch::look);
        workspace.onProjectChange(state -> watch.look(state.key()));
        vertx.setPeriodic(LOOK_MILLIS, tick -> watch.lookForEndings());
    }

    private synchronized void lookForEndings() {
        List.copyOf(withEndings).forEach(this::look);
    }

    private synchronized void look(String project) {
        ProjectState state = project.startsWith(Workspace.OWN) ? null : workspace.project(project);
        if (state == null) {
            return;
        }
        Instant at = clock.instant();
        Set<String> good = new HashSet<>();
        boolean ending = false;
        for (byte[] document : state.keys().values()) {
            KeyDocument key = KeyDocument.read(document);
            if (key.isGood(at)) {
                good.add(key.id());
                ending |= key.endsAt() != null;
            }
        }
        if (ending) {
            withEndings.add(project);
        } else {
            withEndings.remove(project);
        }
        Set<String> before = goodByProject.put(project, good);
        if (before != null) {
            before.stream().filter(id -> !good.contains(id)).forEach(revoke);
        }
    }
}
