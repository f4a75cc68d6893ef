package dev.sluice.sdk;

import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.sdk.internal.disk.CopyFile;
import dev.sluice.sdk.internal.http.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server's newest state on disk for the next start of this program.
 *
 * <p>A state is written at most a second after it came into force, and at most once a second; what comes meanwhile replaces
 * what waits. An empty state is never written, and one that was refused never comes here. Where the disk does not take it, that
 * is said, and tried again every minute. Once a minute the copy is marked as still true while the server says so. Where two
 * processes share a copy, neither replaces or marks a newer state of the other.
 *
 * <p>The file's name is drawn from server and SDK key, by a digest, so that environments do not meet in one file; the key
 * itself is nowhere in it. Runs on a loop of its own choice, away from the one that follows: disks may stand still.
 */
final class DiskCopy {

    static final Duration WRITTEN_WITHIN = Duration.ofSeconds(1);
    static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private static final int NAME_DIGITS = 16;

    private final CopyFile file;
    private final Loop loop;
    private final InstantSource wallClock;
    private final Complaints complaints;
    private final WireCodec codec = new WireCodec();

    /** What the server said last, of which the loop has not heard yet: one state, however long the disk stands still. */
    private final AtomicReference<@Nullable Said> said = new AtomicReference<>();

    private @Nullable Replica waiting;
    private Loop.@Nullable Timer timer;
    private @Nullable StateId written;
    private long saidAt; // by the server, that what is written is the newest
    private Instant saidOn = Instant.MAX; // the same by the wall clock, which goes on while the machine sleeps
    private long markedAt;

    private record Said(Replica state, long at, Instant on) {}

    DiskCopy(CopyFile file, Loop loop, InstantSource wallClock, Complaints complaints) {
        this.file = file;
        this.loop = loop;
        this.wallClock = wallClock;
        this.complaints = complaints;
    }

    /** The file in which a client of these options keeps its copy. */
    static CopyFile file(Path folder, FlagClientOptions options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((options.server() + "\0" + options.sdkKey()).getBytes(StandardCharsets.UTF_8));
            String name = HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
            return new CopyFile(folder, "sluice-" + name + ".copy");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** What is on disk; null when nothing is there that can be used. */
    @Nullable
    Recalled read() {
        CopyFile.Read<Replica> read = file.read(this::decoded, complaints::warn).orElse(null);
        if (read == null) {
            return null;
        }
        Duration age = Duration.between(read.trueAt(), wallClock.instant());
        return new Recalled(read.content(), FlagSource.DISK_COPY, age.isNegative() ? Duration.ZERO : age);
    }

    /**
     * This state is in force, and the server's; from any thread.
     *
     * @param age time since the server could know that it is the newest
     */
    void keep(Replica replica, Duration age) {
        if (replica.flags().isEmpty() && replica.segments().isEmpty()) {
            return;
        }
        var news = new Said(
                replica, loop.nanos() - age.toNanos(), wallClock.instant().minus(age));
        if (said.getAndSet(news) == null) { // else a task waits that will find this one
            loop.execute(this::look);
        }
    }

    private void look() {
        Said newest = said.getAndSet(null);
        if (newest == null) {
            return;
        }
        saidAt = newest.at();
        saidOn = newest.on();
        if (!newest.state().id().equals(written)) {
            waiting = newest.state();
            writeAfter(WRITTEN_WITHIN);
        } else if (loop.nanos() - markedAt >= AGAIN_AFTER.toNanos()) {
            mark();
        }
    }

    /** Writes what waits, or marks what is written; done when that was tried. */
    CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            if (timer != null) {
                timer.cancel();
            }
            if (waiting != null) {
                write();
            } else if (written != null) {
                mark();
            }
            done.complete(null);
        });
        return done;
    }

    private void writeAfter(Duration delay) {
        if (timer == null) {
            timer = loop.after(delay, this::write);
        }
    }

    private void write() {
        timer = null;
        Replica replica = waiting;
        if (replica == null) {
            return;
        }
        try {
            byte[] content = codec.encodeSnapshot(replica.id(), replica.flags(), replica.segments());
            switch (file.write(content, kept -> isNewer(kept, replica.id()))) {
                case WRITTEN -> {
                    waiting = null;
                    written = replica.id();
                    mark();
                }
                case STAYED -> {
                    waiting = null;
                    written = null;
                }
                case BUSY -> writeAfter(WRITTEN_WITHIN);
            }
        } catch (IOException | RuntimeException refused) {
            complaints.warn("The flags cannot be kept on disk, in " + file.path() + ": " + refused
                    + "; they decide all the same, and writing them is tried again");
            writeAfter(AGAIN_AFTER);
        }
    }

    /** By the older of two ages: one clock stands still while the machine sleeps, the other may be set. */
    private void mark() {
        markedAt = loop.nanos();
        Instant byNanos = wallClock.instant().minusNanos(loop.nanos() - saidAt);
        try {
            if (!file.confirm(byNanos.isBefore(saidOn) ? byNanos : saidOn)) {
                written = null; // so that it is looked at anew
            }
        } catch (IOException gone) {
            written = null; // so that it is written anew
        }
    }

    private boolean isNewer(byte[] kept, StateId than) {
        try {
            return decoded(kept).id().asRevision().compareTo(than.asRevision()) > 0;
        } catch (WireException unusable) {
            return false;
        }
    }

    private Replica decoded(byte[] content) {
        return Replica.of(codec.decodeSnapshot(content));
    }
}
