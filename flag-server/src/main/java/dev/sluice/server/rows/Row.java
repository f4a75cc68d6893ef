package dev.sluice.server.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row as it came.
 *
 * @param number from 1; the line that names the columns does not count
 * @param json the value of a line of NDJSON, or null
 * @param cells the cells of a line of CSV, one for each column; else none
 * @param fault why it can't be read, or null
 */
public record Row(
        long number,
        @Nullable JsonNode json,
        List<String> cells,
        @Nullable String fault) {
    /** Copies the list. */
    public Row {
        cells = List.copyOf(cells);
    }

    static Row faulty(long number, String fault) {
        return new Row(number, null, List.of(), fault);
    }
}
