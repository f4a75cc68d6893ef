package dev.sluice.server.ofrep;

import dev.sluice.engine.Snapshot;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.store.DocumentsId;
import dev.sluice.server.store.EnvironmentState;
import java.util.Collection;

/**
 * What the holders of one kind of key see of an environment in one state. Immutable.
 *
 * @param kind the kind of key
 * @param state the environment's state
 * @param documents the project's own documents, which say what is visible
 * @param snapshot what decides
 * @param flags the flags that they may ask for, in order
 * @param tag equal exactly as long as nothing that can change a decision of these flags has changed; on every node the same
 */
public record Audience(
        KeyKind kind,
        EnvironmentState state,
        DocumentsId documents,
        Snapshot snapshot,
        Collection<String> flags,
        String tag) {

    /** Whether this flag may be asked for. */
    public boolean sees(String flag) {
        return flags.contains(flag);
    }
}
