package dev.sluice.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The promises of the house, and for those that no test proves yet the reason why: the two tables in
 * {@code docs/ledger}. Immutable.
 */
final class Ledger {

    static final String ROWS_FILE = "docs/ledger/rows.tsv";
    static final String OPEN_FILE = "docs/ledger/open.tsv";

    private final Map<String, Row> rows;
    private final SortedMap<String, String> open;

    private Ledger(Map<String, Row> rows, SortedMap<String, String> open) {
        this.rows = rows;
        this.open = open;
    }

    /** A promise: what may go wrong or is demanded, and what Sluice promises then. */
    record Row(String id, String section, String matter, String promise) {}

    /** Reads the ledger of the repository whose root this folder is. */
    static Ledger read(Path root) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (List<String> fields : table(root.resolve(ROWS_FILE), 4)) {
            Row row = new Row(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
            if (rows.put(row.id(), row) != null) {
                throw new IllegalArgumentException(ROWS_FILE + " has row " + row.id() + " twice; expected once");
            }
        }
        SortedMap<String, String> open = new TreeMap<>();
        for (List<String> fields : table(root.resolve(OPEN_FILE), 2)) {
            if (open.put(fields.get(0), fields.get(1)) != null) {
                throw new IllegalArgumentException(OPEN_FILE + " has row " + fields.get(0) + " twice; expected once");
            }
        }
        return new Ledger(rows, open);
    }

    /** Reads the ledger of the repository that this folder lies in. */
    static Ledger above(Path folder) {
        for (Path root = folder; root != null; root = root.getParent()) {
            if (Files.exists(root.resolve(ROWS_FILE))) {
                return read(root);
            }
        }
        throw new IllegalStateException(
                ROWS_FILE + " is neither in the working folder nor in one above; run tests inside of the repository");
    }

    Set<String> ids() {
        return rows.keySet();
    }

    /** All rows, in the order of the file. */
    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** Why a row is open though some test may already prove a part of it; null if nothing is known to be missing. */
    @Nullable
    String openBecause(String id) {
        return open.get(id);
    }

    /** The rows that have a reason to be open, whether they exist or not. */
    Set<String> reasonsGivenFor() {
        return open.keySet();
    }

    private static List<List<String>> table(Path file, int columns) {
        List<List<String>> table = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> fields = List.of(line.split("\t", -1));
                if (fields.size() != columns || fields.stream().anyMatch(String::isBlank)) {
                    throw new IllegalArgumentException(file.getFileName() + ": \"" + line + "\" is not a row; expected "
                            + columns + " fields with a tab between two");
                }
                table.add(fields);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
