package dev.sluice.server.store.disk;

import dev.sluice.server.store.History;
import dev.sluice.server.store.LogEntry;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Remembered;
import dev.sluice.server.store.StateCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one project: {@code <project>.<number>.copy} has all of it, {@code <project>.<number>.log} the steps since. When the log
 * has become longer than the copy the two are written anew under the next number; the pair before is kept until the one after, in case
 * a copy can't be read any more. Used by one thread.
 */
final class ProjectFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProjectFiles.class);
    private static final Pattern NAME = Pattern.compile("(.+)\\.(\\d+)\\.(copy|log)");
    private static final long SHORTEST_LOG = 1 << 20;

    private final Path folder;
    private final String project;
    private long number;
    private @Nullable FileChannel channel;
    private long logBytes;
    private long copyBytes;

    ProjectFiles(Path folder, String project, long number) {
        this.folder = folder;
        this.project = project;
        this.number = number;
    }

    /** The numbers of the copies and logs in a folder, by project. */
    static Map<String, List<Long>> numbers(Path folder) throws IOException {
        Map<String, List<Long>> numbers = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(2).length() < 18) {
                    List<Long> known = numbers.computeIfAbsent(name.group(1), key -> new ArrayList<>());
                    long number = Long.parseLong(name.group(2));
                    if (!known.contains(number)) {
                        known.add(number);
                    }
                }
            });
        }
        numbers.values().forEach(known -> known.sort((a, b) -> Long.compare(b, a)));
        return numbers;
    }

    /** What one pair of files says; empty if its copy is not whole. */
    static Optional<Remembered> load(Path folder, String project, long number) throws IOException {
        List<byte[]> copy = Frames.read(file(folder, project, number, "copy"));
        if (copy.isEmpty() || !Arrays.equals(copy.get(copy.size() - 1), Frames.END)) {
            return Optional.empty();
        }
        ProjectState state;
        History history;
        try {
            Remembered whole = StateCodec.readProject(copy.subList(0, copy.size() - 1));
            state = whole.state();
            history = whole.history();
            for (byte[] frame : Frames.read(file(folder, project, number, "log"))) {
                LogEntry entry = StateCodec.readEntry(state, frame);
                state = entry.after();
                history.add(entry);
            }
        } catch (RuntimeException e) {
            log.warn("the copy of project {} on disk can't be used: {}", project, e.getMessage());
            return Optional.empty();
        }
        return state.key().equals(project) ? Optional.of(new Remembered(state, history)) : Optional.empty();
    }

    /** Whether a step can be added without writing everything anew. */
    boolean takes(LogEntry entry) {
        return channel != null && entry.whole().isEmpty() && logBytes <= Math.max(SHORTEST_LOG, copyBytes);
    }

    /** Adds a step; it is on disk after {@link #force()}. */
    void append(LogEntry entry) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("the log of project " + project + " is not open");
        }
        logBytes += Frames.append(open, StateCodec.writeEntry(entry));
    }

    void force() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    /** Writes everything anew; what is there counts until the new copy is on disk as a whole. */
    void rewrite(ProjectState state, History history) throws IOException {
        close();
        long next = number + 1;
        Path copy = file(folder, project, next, "copy");
        Path partial = copy.resolveSibling(copy.getFileName() + ".part");
        long bytes = 0;
        try (FileChannel writing = Frames.create(partial)) {
            for (byte[] part : StateCodec.writeProject(state, history)) {
                bytes += Frames.append(writing, part);
            }
            Frames.append(writing, Frames.END);
            writing.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        FileChannel started = Frames.create(file(folder, project, next, "log"));
        try {
            Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            started.close();
            throw e;
        }
        channel = started;
        number = next;
        copyBytes = bytes;
        logBytes = 0;
        for (long old : numbers(folder).getOrDefault(project, List.of())) {
            if (old < number - 1) {
                Files.deleteIfExists(file(folder, project, old, "copy"));
                Files.deleteIfExists(file(folder, project, old, "log"));
            }
        }
    }

    private static Path file(Path folder, String project, long number, String kind) {
        return folder.resolve(project + "." + number + "." + kind);
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
