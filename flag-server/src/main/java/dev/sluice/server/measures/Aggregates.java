package dev.sluice.server.measures;

import dev.sluice.server.json.Fields;
import dev.sluice.server.store.EnvironmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node has counted and not yet forgotten. Bounded: rows beyond the bounds are dropped and counted, and so are chunks that
 * could not be written for too long. Thread-safe; nothing in here takes longer than one chunk's encoding while others wait.
 */
final class Aggregates {

    private static final int MOST_FLAGS = 20_000;
    private static final int MOST_LIVE_ROWS = 300_000;
    private static final long MOST_FROZEN_BYTES = 32L * 1024 * 1024;

    private final Map<FlagId, Map<Resolution, SortedMap<Long, Chunk>>> series = new HashMap<>();
    private int liveRows;
    private long frozenBytes;
    private int parts;
    private long droppedRows;
    private long droppedWindows;

    /** Counts a report at a time; {@code watched} adds the finest resolution. */
    synchronized void add(EnvironmentId environment, Report report, Instant at, boolean watched) {
        long second = at.getEpochSecond();
        for (Resolution resolution : Resolution.values()) {
            if (resolution == Resolution.SECOND && !watched) {
                continue;
            }
            for (Report.Evaluation row : report.evaluations()) {
                Chunk chunk = chunk(environment, row.flag(), resolution, second);
                count(chunk == null ? -1 : chunk.add(row, second, room()));
            }
            for (Report.Outcome row : report.outcomes()) {
                Chunk chunk = chunk(environment, row.flag(), resolution, second);
                count(chunk == null ? -1 : chunk.add(row, second, room()));
            }
            for (Report.Metric row : report.metrics()) {
                Chunk chunk = chunk(environment, row.flag(), resolution, second);
                count(chunk == null ? -1 : chunk.add(row, second, room()));
            }
        }
    }

    private boolean room() {
        return liveRows < MOST_LIVE_ROWS;
    }

    private void count(int added) {
        if (added < 0) {
            droppedRows++;
        } else {
            liveRows += added;
        }
    }

    private @Nullable Chunk chunk(EnvironmentId environment, String flag, Resolution resolution, long second) {
        var id = new FlagId(environment, flag);
        Map<Resolution, SortedMap<Long, Chunk>> chunks = series.get(id);
        if (chunks == null) {
            if (series.size() >= MOST_FLAGS || !Fields.KEY.matcher(flag).matches()) {
                return null;
            }
            chunks = new EnumMap<>(Resolution.class);
            series.put(id, chunks);
        }
        return chunks.computeIfAbsent(resolution, key -> new TreeMap<>())
                .computeIfAbsent(resolution.chunk(second), start -> new Chunk(id, resolution, start, parts++));
    }

    /** Chunks that differ from what is in the store. */
    synchronized List<Chunk> dirty() {
        List<Chunk> dirty = new ArrayList<>();
        series.values()
                .forEach(chunks -> chunks.values()
                        .forEach(each ->
                                each.values().stream().filter(Chunk::isDirty).forEach(dirty::add)));
        return dirty;
    }

    /** Those of one flag. */
    synchronized List<Chunk> dirty(FlagId flag) {
        List<Chunk> dirty = new ArrayList<>();
        series.getOrDefault(flag, Map.of())
                .values()
                .forEach(each -> each.values().stream().filter(Chunk::isDirty).forEach(dirty::add));
        return dirty;
    }

    synchronized Chunk.Written content(Chunk chunk) {
        return chunk.content();
    }

    synchronized void written(Chunk.Written written) {
        written.chunk().written(written.version());
    }

    /** Lets go of what is over: as bytes at first, and altogether once it is written or outdated. */
    synchronized void tidy(Instant now) {
        long second = now.getEpochSecond();
        for (Iterator<Map<Resolution, SortedMap<Long, Chunk>>> all =
                        series.values().iterator();
                all.hasNext(); ) {
            Map<Resolution, SortedMap<Long, Chunk>> chunks = all.next();
            boolean isEmpty = true;
            for (SortedMap<Long, Chunk> each : chunks.values()) {
                each.values().removeIf(chunk -> isDoneWith(chunk, second));
                isEmpty &= each.isEmpty();
            }
            if (isEmpty) {
                all.remove();
            }
        }
        dropBeyondTheBound(second);
    }

    private boolean isDoneWith(Chunk chunk, long second) {
        int before = chunk.frozenBytes();
        liveRows -= chunk.freeze(second);
        frozenBytes += chunk.frozenBytes() - before;
        boolean over = chunk.isOver(second);
        boolean lost = chunk.isDirty() && chunk.isOutdated(second);
        if (lost) {
            droppedWindows += chunk.windows();
        }
        if ((over && !chunk.isDirty()) || lost) {
            frozenBytes -= chunk.frozenBytes();
            liveRows -= chunk.liveRows();
            return true;
        }
        return false;
    }

    /** Only while the store has been away for long is there ever so much. */
    private void dropBeyondTheBound(long second) {
        if (frozenBytes <= MOST_FROZEN_BYTES) {
            return;
        }
        List<Chunk> over = new ArrayList<>();
        series.values()
                .forEach(chunks -> chunks.values()
                        .forEach(each -> each.values().stream()
                                .filter(chunk -> chunk.isOver(second))
                                .forEach(over::add)));
        over.sort(Comparator.comparingLong(chunk -> chunk.start));
        for (Chunk oldest : over) {
            if (frozenBytes <= MOST_FROZEN_BYTES) {
                return;
            }
            frozenBytes -= oldest.frozenBytes();
            droppedWindows += oldest.windows();
            series.getOrDefault(oldest.flag, Map.of())
                    .getOrDefault(oldest.resolution, new TreeMap<>())
                    .remove(oldest.start);
        }
    }

    synchronized int liveRows() {
        return liveRows;
    }

    synchronized long frozenBytes() {
        return frozenBytes;
    }

    synchronized long droppedRows() {
        return droppedRows;
    }

    synchronized long droppedWindows() {
        return droppedWindows;
    }
}
