package dev.sluice.server.measures;

import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.measures.Report.Metric;
import dev.sluice.server.measures.Report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this node has counted of one flag in one chunk of time: windows that may still grow, and those that are over as bytes. In the
 * store a chunk is one entry that only this node writes, always whole, so writing it twice does no harm. Guarded by {@link Aggregates}.
 */
final class Chunk {

    private static final int MOST_ROWS = 3_000;

    final FlagId flag;
    final Resolution resolution;
    final long start;
    final int part;
    private final SortedMap<Long, FlagWindow> live = new TreeMap<>();
    private final List<byte[]> frozen = new ArrayList<>();
    private int frozenBytes;
    private int version;
    private int writtenVersion;

    /** {@code part} tells entries of one node and chunk apart: one that was written and forgotten is never written again. */
    Chunk(FlagId flag, Resolution resolution, long start, int part) {
        this.flag = flag;
        this.resolution = resolution;
        this.start = start;
        this.part = part;
    }

    /** A copy of its content at a version. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(Chunk chunk, int version, byte[] content) {}

    /** Rows that this adds to what is held: 1, 0, or -1 if there is no room for another. */
    int add(Evaluation row, long second, boolean room) {
        FlagWindow window = window(second);
        return added(window.knows(row), window.rows(), room, () -> window.add(row));
    }

    int add(Outcome row, long second, boolean room) {
        FlagWindow window = window(second);
        return added(window.knows(row), window.rows(), room, () -> window.add(row));
    }

    int add(Metric row, long second, boolean room) {
        FlagWindow window = window(second);
        return added(window.knows(row), window.rows(), room, () -> window.add(row));
    }

    private int added(boolean known, int rows, boolean room, Runnable add) {
        if (!known && (!room || rows >= MOST_ROWS)) {
            return -1;
        }
        add.run();
        version++;
        return known ? 0 : 1;
    }

    private FlagWindow window(long second) {
        return live.computeIfAbsent(resolution.window(second), start -> new FlagWindow());
    }

    /** Makes bytes of the windows that are over; returns how many rows need not be held any more. */
    int freeze(long second) {
        int rows = 0;
        while (!live.isEmpty() && live.firstKey() + 3 * resolution.seconds() <= second) {
            long first = live.firstKey();
            FlagWindow window = live.get(first);
            if (window != null) {
                byte[] bytes = WindowCodec.write(first, window);
                frozen.add(bytes);
                frozenBytes += bytes.length;
                rows += window.rows();
            }
            live.remove(first);
        }
        return rows;
    }

    int liveRows() {
        return live.values().stream().mapToInt(FlagWindow::rows).sum();
    }

    int frozenBytes() {
        return frozenBytes;
    }

    int windows() {
        return live.size() + frozen.size();
    }

    boolean isDirty() {
        return version != writtenVersion;
    }

    boolean isOver(long second) {
        return start + resolution.chunkSeconds() + 3 * resolution.seconds() <= second;
    }

    boolean isOutdated(long second) {
        return start + resolution.chunkSeconds() + resolution.kept().toSeconds() <= second;
    }

    Written content() {
        List<byte[]> windows = new ArrayList<>(frozen);
        live.forEach((start, window) -> windows.add(WindowCodec.write(start, window)));
        return new Written(this, version, WindowCodec.pack(windows));
    }

    void written(int writtenNow) {
        writtenVersion = writtenNow;
    }
}
