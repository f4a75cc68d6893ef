package dev.sluice.server.fleet;

import java.util.List;

/**
 * Who has lately called with keys of a project, and with what success, over all nodes.
 *
 * @param failed calls that came to nothing, the latest first; those whose key is nobody's are of every project
 * @param uses what good keys were used for, the latest first
 * @param silent nodes that did not tell in time
 */
public record Attempts(List<Attempt> failed, List<KeyUse> uses, List<String> silent) {

    /** Copies the lists. */
    public Attempts {
        failed = List.copyOf(failed);
        uses = List.copyOf(uses);
        silent = List.copyOf(silent);
    }
}
