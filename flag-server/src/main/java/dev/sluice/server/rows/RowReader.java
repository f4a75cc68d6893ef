package dev.sluice.server.rows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows one by one and never holds more than one of them: a row of over {@value #LONGEST_ROW} bytes ends the reading. Empty lines do
 * not count. Blocks; for one thread.
 */
public final class RowReader {
    /** Bytes of the longest row. */
    public static final int LONGEST_ROW = 256 * 1024;

    private static final int MOST_COLUMNS = 500;
    private static final int READ_AHEAD = 16 * 1024;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Guard in;
    private final RowFormat format;
    private final @Nullable JsonParser csv;
    private final List<String> columns;
    private long number;

    private RowReader(Guard in, RowFormat format, @Nullable JsonParser csv) throws IOException {
        this.in = in;
        this.format = format;
        this.csv = csv;
        this.columns = csv == null ? List.of() : columns(csv);
    }

    /**
     * Reads the line that names the columns, if there is one.
     *
     * @throws InvalidException if there should be one and it can't be read
     */
    public static RowReader of(RowFormat format, InputStream in) throws IOException {
        Guard guarded = new Guard(in);
        if (format == RowFormat.NDJSON) {
            return new RowReader(guarded, format, null);
        }
        var text = new InputStreamReader(
                guarded,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        JsonParser parser =
                new CsvFactory().enable(CsvParser.Feature.SKIP_EMPTY_LINES).createParser(text);
        return new RowReader(guarded, format, parser);
    }

    private static List<String> columns(JsonParser csv) throws IOException {
        List<String> names;
        try {
            names = cells(csv);
        } catch (JsonProcessingException | CharacterCodingException | TooLongException e) {
            throw InvalidException.of("", "what is not CSV in UTF-8", "a first line that names the columns");
        }
        if (names == null) {
            throw InvalidException.of("", "no line", "a first line that names the columns");
        }
        List<String> columns = new ArrayList<>(names);
        String first = columns.get(0);
        if (!first.isEmpty() && first.charAt(0) == BYTE_ORDER_MARK) {
            columns.set(0, first.substring(1));
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty() || !seen.add(column)) {
                throw InvalidException.of(
                        "", Json.quote(column), "a name for each column in the first line, each once");
            }
        }
        return columns;
    }

    /** The names of the columns; none but in CSV. */
    public List<String> columns() {
        return List.copyOf(columns);
    }

    /**
     * The next row, also one that can't be read; null at the end.
     *
     * @throws IOException if nothing can be read any more: what comes is no UTF-8, a row is too long, CSV has an open quote, or the
     *     connection is gone
     */
    public @Nullable Row next() throws IOException {
        in.begin();
        try {
            return format == RowFormat.NDJSON ? nextLine() : nextCells();
        } catch (TooLongException e) {
            throw new IOException("row " + (number + 1) + " is over " + LONGEST_ROW + " bytes or " + MOST_COLUMNS
                    + " columns; expected less");
        } catch (CharacterCodingException e) {
            throw new IOException("row " + (number + 1) + " or one after it is not UTF-8");
        }
    }

    private @Nullable Row nextLine() throws IOException {
        byte[] line = line();
        while (line != null && isBlank(line)) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        number++;
        try {
            return new Row(number, Json.parse(line), List.of(), null);
        } catch (MalformedBodyException e) {
            return Row.faulty(number, String.valueOf(e.getMessage()).replace("the body", "the row"));
        }
    }

    private byte @Nullable [] line() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    private @Nullable Row nextCells() throws IOException {
        List<String> cells;
        try {
            cells = csv == null ? null : cells(csv);
        } catch (JsonProcessingException e) {
            throw new IOException("row " + (number + 1) + " is not CSV: " + e.getOriginalMessage());
        }
        if (cells == null) {
            return null;
        }
        number++;
        return cells.size() == columns.size()
                ? new Row(number, null, cells, null)
                : Row.faulty(
                        number,
                        "it has " + cells.size() + " cells; expected " + columns.size() + ", one for each column");
    }

    private static @Nullable List<String> cells(JsonParser csv) throws IOException {
        JsonToken token = csv.nextToken();
        if (token == null) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        while (csv.nextToken() != JsonToken.END_ARRAY) {
            if (cells.size() == MOST_COLUMNS) {
                throw new TooLongException();
            }
            cells.add(csv.getText());
        }
        return cells;
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Lets only so many bytes be read for one row, and some ahead of it. */
    private static final class Guard extends FilterInputStream {
        private long sinceRow;

        Guard(InputStream in) {
            super(new BufferedInputStream(in, READ_AHEAD));
        }

        void begin() {
            sinceRow = 0;
        }

        @Override
        public int read() throws IOException {
            count(1);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, Math.min(length, READ_AHEAD));
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws TooLongException {
            sinceRow += read;
            if (sinceRow > LONGEST_ROW + 2L * READ_AHEAD) {
                throw new TooLongException();
            }
        }
    }
}
