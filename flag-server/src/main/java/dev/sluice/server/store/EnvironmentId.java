package dev.sluice.server.store;

/**
 * Names one environment of one project.
 *
 * @param project key of the project
 * @param environment key of the environment in that project
 */
public record EnvironmentId(String project, String environment) implements Comparable<EnvironmentId> {

    /** Checks both keys. */
    public EnvironmentId {
        Keys.check("project", project);
        Keys.check("environment", environment);
    }

    /** Whether this may be the key of a project or an environment. */
    public static boolean isKey(String key) {
        return Keys.allowed(key);
    }

    @Override
    public int compareTo(EnvironmentId other) {
        int byProject = project.compareTo(other.project);
        return byProject != 0 ? byProject : environment.compareTo(other.environment);
    }

    @Override
    public String toString() {
        return project + "/" + environment;
    }
}
