package dev.sluice.server.ops;

import dev.sluice.engine.NotUnderstood;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.util.SortedMap;
import java.util.TreeMap;

/** Flags in force that this node's engine does not understand: what a newer version wrote, or somebody by hand. */
final class NotUnderstoodFlags {

    private NotUnderstoodFlags() {}

    /**
     * Why each is not understood, by its place as {@code <project>/<environment>/flag/<key>}.
     *
     * @param most how many at most
     */
    static SortedMap<String, String> in(Workspace workspace, int most) {
        SortedMap<String, String> all = new TreeMap<>();
        for (String key : workspace.projects()) {
            ProjectState project = workspace.project(key);
            if (project == null) {
                continue;
            }
            for (EnvironmentState environment : project.environments().values()) {
                for (NotUnderstood flag : environment.replica().snapshot().notUnderstood()) {
                    if (all.size() < most) {
                        all.put(environment.id() + "/flag/" + flag.flag(), flag.why());
                    }
                }
            }
        }
        return all;
    }
}
