package dev.sluice.server.fleet;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What a node tells of itself beyond its sessions.
 *
 * @param store says in a word how it stands with its store now
 * @param overrides variations that it forces, by flag
 */
public record NodeStandings(Supplier<String> store, Map<String, String> overrides) {

    /** Copies the map. */
    public NodeStandings {
        overrides = Map.copyOf(overrides);
    }
}
