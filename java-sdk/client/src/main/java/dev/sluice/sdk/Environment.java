package dev.sluice.sdk;

/**
 * The place whose flags a client follows, as its SDK key decides.
 *
 * @param project key of the project
 * @param name key of the environment in it
 */
public record Environment(String project, String name) {

    @Override
    public String toString() {
        return project + "/" + name;
    }
}
