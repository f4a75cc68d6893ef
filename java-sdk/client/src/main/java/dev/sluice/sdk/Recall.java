package dev.sluice.sdk;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows before it has heard a server: the newest of the copy on disk and the bundled bootstrap. Belongs to the
 * loop.
 */
final class Recall {

    private final @Nullable DiskCopy copy;
    private final @Nullable String bootstrap;
    private final ClassLoader resources;
    private final Complaints complaints;
    private final WireCodec codec = new WireCodec();

    /**
     * A recall that has read nothing yet.
     *
     * @param copy null where none is kept
     * @param bootstrap name of a resource; null where none is bundled
     * @param resources has the resource
     */
    Recall(@Nullable DiskCopy copy, @Nullable String bootstrap, ClassLoader resources, Complaints complaints) {
        this.copy = copy;
        this.bootstrap = bootstrap;
        this.resources = resources;
        this.complaints = complaints;
    }

    /** The newest state that holds together; null when there is none. Where both are of the same revision, the copy. */
    @Nullable
    Recalled newest() {
        Recalled kept = copy == null ? null : copy.read();
        Recalled bundled = bundled();
        if (kept == null || bundled == null) {
            return kept == null ? bundled : kept;
        }
        int order =
                bundled.state().id().asRevision().compareTo(kept.state().id().asRevision());
        return order > 0 ? bundled : kept;
    }

    /** This state is in force, and the server's: to be known at the next start. */
    void keep(Replica replica) {
        if (copy != null) {
            copy.keep(replica);
        }
    }

    private @Nullable Recalled bundled() {
        if (bootstrap == null) {
            return null;
        }
        try (InputStream in = resources.getResourceAsStream(bootstrap)) {
            if (in == null) {
                complaints.warn("The bootstrap is not used: there is no resource '" + bootstrap + "'");
                return null;
            }
            Replica state = Replica.of(codec.decodeSnapshot(in.readAllBytes()));
            return new Recalled(state, FlagSource.BOOTSTRAP, null);
        } catch (IOException | WireException unusable) {
            complaints.warn("The bootstrap is not used: the resource '" + bootstrap
                    + "' holds no state of an environment: " + unusable.getMessage());
            return null;
        }
    }
}
