package dev.sluice.sdk;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows before it has heard a server: the newest of the copy on disk and the bundled bootstrap. Reads where it
 * holds up nobody: a disk may stand still for as long as it likes.
 */
final class Recall {

    private final @Nullable DiskCopy copy;
    private final @Nullable String bootstrap;
    private final ClassLoader resources;
    private final Complaints complaints;
    private final Executor reading;
    private final WireCodec codec = new WireCodec();

    /**
     * A recall that has read nothing yet.
     *
     * @param copy null where none is kept
     * @param bootstrap name of a resource; null where none is bundled
     * @param resources has the resource
     * @param reading where files are read; the thread of the copy, if there is one
     */
    Recall(
            @Nullable DiskCopy copy,
            @Nullable String bootstrap,
            ClassLoader resources,
            Complaints complaints,
            Executor reading) {
        this.copy = copy;
        this.bootstrap = bootstrap;
        this.resources = resources;
        this.complaints = complaints;
        this.reading = reading;
    }

    /**
     * Reads the newest state that holds together. Where both are of the same revision, the copy.
     *
     * @param reader is given it once it is read, null when there is none; on the thread that read, or on this one if there was
     *     nothing to read
     */
    void newest(Consumer<@Nullable Recalled> reader) {
        if (copy == null && bootstrap == null) {
            reader.accept(null);
        } else {
            reading.execute(() -> reader.accept(newest()));
        }
    }

    private @Nullable Recalled newest() {
        Recalled kept = copy == null ? null : copy.read();
        Recalled bundled = bundled();
        if (kept == null || bundled == null) {
            return kept == null ? bundled : kept;
        }
        int order =
                bundled.state().id().asRevision().compareTo(kept.state().id().asRevision());
        return order > 0 ? bundled : kept;
    }

    /**
     * This state is in force, and the server's: to be known at the next start.
     *
     * @param age time since the server could know that it is the newest
     */
    void keep(Replica replica, Duration age) {
        if (copy != null) {
            copy.keep(replica, age);
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
