package dev.sluice.server.store.disk;

import dev.sluice.server.store.History;
import dev.sluice.server.store.LogEntry;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Remembered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's copy of everything it holds, in a folder: all projects with their environments, keys and the tail of the audit log, and
 * the steps by which they came there. Only committed states come here, so the folder never knows of something that was not acknowledged.
 *
 * <p>Writing happens on one thread of its own, behind the node's back: a step is appended at once, so that it outlives this process, and
 * forced to disk within a second, so that the disk is left to Redis. No write of a user ever waits for it. A disk that is full or broken costs one warning; memory goes on, and
 * as soon as the disk takes bytes again everything is written anew. When the queue grows beyond its bound (a disk that hangs) the
 * steps in it are dropped for the newest state.
 */
public final class DiskCopy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DiskCopy.class);
    private static final int MOST_WAITING = 2_000;
    private static final long FORCE_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 5_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final Path folder;
    private final InstantSource clock;
    private final long retryMillis;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var named = new Thread(task, "sluice-copy");
        named.setDaemon(true);
        return named;
    });
    private final Map<String, Deque<LogEntry>> waiting = new TreeMap<>();
    private final Map<String, Kept> projects = new HashMap<>();
    private boolean scheduled;
    private boolean retrying;
    private boolean forcing;
    private volatile @Nullable Health trouble;

    /** One project on this thread's side. */
    private static final class Kept {
        private final ProjectFiles files;
        private final History history;
        private ProjectState state;
        private boolean behind = true;
        private boolean forced = true;

        Kept(ProjectFiles files, History history, ProjectState state) {
            this.files = files;
            this.history = history;
            this.state = state;
        }
    }

    /**
     * How the copy fares.
     *
     * @param sinceMillis since when it can't be written, in milliseconds since 1970
     * @param why one sentence
     */
    public record Health(long sinceMillis, String why) {}

    private DiskCopy(Path folder, InstantSource clock, long retryMillis) {
        this.folder = folder;
        this.clock = clock;
        this.retryMillis = retryMillis;
    }

    /**
     * Opens the folder, and makes it if need be.
     *
     * @throws IOException with one sentence that says what to do
     */
    public static DiskCopy open(Path folder, InstantSource clock) throws IOException {
        return open(folder, clock, RETRY_MILLIS);
    }

    /** The same; a disk that refuses is tried again after so many milliseconds. */
    static DiskCopy open(Path folder, InstantSource clock, long retryMillis) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new IOException(
                    "SLUICE_DATA: the folder \"" + folder + "\" can't be made (" + e.getMessage()
                            + "); expected one that can be written",
                    e);
        }
        return new DiskCopy(folder, clock, retryMillis);
    }

    /** Whether there is nothing to begin with. */
    public boolean isEmpty() throws IOException {
        return ProjectFiles.numbers(folder).isEmpty();
    }

    /** Reads what a folder has, without changing anything in it. */
    public static List<Remembered> read(Path folder) throws IOException {
        List<Remembered> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (var numbers : ProjectFiles.numbers(folder).entrySet()) {
                newest(folder, numbers.getKey(), numbers.getValue()).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Remembered> newest(Path folder, String project, List<Long> numbers) throws IOException {
        for (long number : numbers) {
            Optional<Remembered> found = ProjectFiles.load(folder, project, number);
            if (found.isPresent()) {
                return found;
            }
            log.warn("copy {} of project {} on disk is not whole; looking for an older one", number, project);
        }
        return Optional.empty();
    }

    /** Reads everything, to go on from there. To be called once, before {@link #keep}. */
    public synchronized List<Remembered> load() throws IOException {
        List<Remembered> all = read(folder);
        Map<String, List<Long>> numbers = ProjectFiles.numbers(folder);
        for (Remembered each : all) {
            String project = each.state().key();
            List<Long> known = numbers.getOrDefault(project, List.of(0L));
            var files = new ProjectFiles(folder, project, known.get(0));
            projects.put(project, new Kept(files, each.history().copy(), each.state()));
        }
        return all;
    }

    /** Takes note of a step. Returns at once; safe on any thread, one project's steps in order. */
    public void keep(LogEntry entry) {
        synchronized (waiting) {
            Deque<LogEntry> queue = waiting.computeIfAbsent(entry.after().key(), key -> new ArrayDeque<>());
            if (queue.size() >= MOST_WAITING) {
                queue.clear();
                queue.add(new LogEntry(
                        null,
                        entry.after(),
                        List.of(),
                        false,
                        Map.of(),
                        Set.copyOf(entry.after().environments().keySet())));
            } else {
                queue.add(entry);
            }
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        later(this::write, 0);
    }

    /** Null while the copy is as it should be. */
    public @Nullable Health trouble() {
        return trouble;
    }

    private void later(Runnable task, long millis) {
        try {
            thread.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.debug("the copy on disk is closed");
        }
    }

    private void write() {
        Map<String, Deque<LogEntry>> taken;
        synchronized (waiting) {
            taken = new TreeMap<>(waiting);
            waiting.clear();
            scheduled = false;
        }
        taken.forEach((project, entries) ->
                write(projects.computeIfAbsent(project, key -> begun(key, entries)), entries));
    }

    private Kept begun(String project, Deque<LogEntry> entries) {
        return new Kept(
                new ProjectFiles(folder, project, 0),
                new History(),
                entries.getFirst().after());
    }

    /** What is written anew is written from what is kept: that has every step before the disk can refuse the first of them. */
    private void write(Kept kept, Deque<LogEntry> entries) {
        for (LogEntry entry : entries) {
            kept.state = entry.after();
            kept.history.add(entry);
        }
        try {
            for (LogEntry entry : entries) {
                kept.behind = kept.behind || !kept.files.takes(entry);
                if (!kept.behind) {
                    kept.files.append(entry);
                }
            }
            if (kept.behind) {
                kept.files.rewrite(kept.state, kept.history);
                kept.behind = false;
            }
            well();
        } catch (IOException e) {
            kept.behind = true;
            ill(e);
        }
        kept.forced = false;
        if (!forcing) {
            forcing = true;
            later(this::force, FORCE_MILLIS);
        }
    }

    private void force() {
        forcing = false;
        for (Kept kept : projects.values()) {
            if (!kept.forced) {
                kept.forced = true;
                try {
                    kept.files.force();
                } catch (IOException e) {
                    kept.behind = true;
                    ill(e);
                }
            }
        }
    }

    private void well() {
        if (trouble != null) {
            trouble = null;
            log.info("the copy on disk can be written again");
        }
    }

    private void ill(IOException e) {
        if (trouble == null) {
            trouble = new Health(clock.millis(), String.valueOf(e.getMessage()));
            log.warn(
                    "the copy on disk can't be written ({}); going on without, and trying again every {} s",
                    e.getMessage(),
                    retryMillis / 1_000);
        }
        if (!retrying) {
            retrying = true;
            later(this::again, retryMillis);
        }
    }

    private void again() {
        retrying = false;
        for (Kept kept : List.copyOf(projects.values())) {
            if (kept.behind) {
                write(kept, new ArrayDeque<>());
            }
        }
    }

    /** Writes what still waits, for at most a few seconds. */
    @Override
    public void close() {
        later(this::write, 0);
        later(this::force, 0);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
