package dev.sluice.server.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.json.InvalidException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RowReaderTest {

    private static RowReader reader(RowFormat format, String text) throws IOException {
        return RowReader.of(format, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Row> rows(RowReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Row row = reader.next(); row != null; row = reader.next()) {
            rows.add(row);
        }
        return rows;
    }

    @Test
    void rowsOfNdjsonAreValuesOfLines() throws IOException {
        List<Row> rows = rows(reader(RowFormat.NDJSON, "{\"a\":1}\r\n\n  \n\"x\"\n{oops\n[2]"));

        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rows.get(0).json().path("a").asInt()).isEqualTo(1);
        assertThat(rows.get(1).json().textValue()).isEqualTo("x");
        assertThat(rows.get(2).json()).isNull();
        assertThat(rows.get(2).fault()).contains("the row is not JSON at line 1");
        assertThat(rows.get(3).json().path(0).asInt()).isEqualTo(2);
    }

    @Test
    void rowsOfCsvAreCellsByColumnWithQuotesLineBreaksAndAMarkAtTheBegin() throws IOException {
        RowReader reader =
                reader(RowFormat.CSV, "\ufeffkey,plan\r\nu1,gold\r\n\r\n\"u,2\",\"a \"\"b\"\"\nc\"\nu3\nü4,\n");

        assertThat(reader.columns()).containsExactly("key", "plan");
        List<Row> rows = rows(reader);
        assertThat(rows.get(0).cells()).containsExactly("u1", "gold");
        assertThat(rows.get(1).cells()).containsExactly("u,2", "a \"b\"\nc");
        assertThat(rows.get(2).fault()).isEqualTo("it has 1 cells; expected 2, one for each column");
        assertThat(rows.get(3).cells()).containsExactly("ü4", "");
        assertThat(rows).hasSize(4);
    }

    @Test
    void csvWithoutAHeadingThatNamesEachColumnOnceIsRefused() {
        for (String bad : List.of("", "\n\n", "a,a\n1,2", "a,,b\n", "\"a\n")) {
            assertThatThrownBy(() -> reader(RowFormat.CSV, bad))
                    .as(bad)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("first line");
        }
    }

    @Test
    void whatIsNotUtf8EndsTheReading() throws IOException {
        byte[] latin =
                "key\nu1\n".concat("x".repeat(20_000)).concat("\n\u00e4\n").getBytes(StandardCharsets.ISO_8859_1);
        RowReader reader = RowReader.of(RowFormat.CSV, new ByteArrayInputStream(latin));

        assertThatThrownBy(() -> rows(reader)).isInstanceOf(IOException.class).hasMessageContaining("not UTF-8");
    }

    /** Endless input: whoever holds all of a row never comes back. */
    private static InputStream endless(String begin, String forEver) {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                long i = at++;
                return i < begin.length()
                        ? begin.charAt((int) i)
                        : forEver.charAt((int) ((i - begin.length()) % forEver.length()));
            }
        };
    }

    @Test
    void aRowThatNeverEndsIsGivenUp() throws IOException {
        for (String forEver : List.of("x", ",", "\"\n\",")) {
            RowReader csv = RowReader.of(RowFormat.CSV, endless("key\n", forEver));
            assertThatThrownBy(csv::next).as(forEver).isInstanceOf(IOException.class);
        }
        RowReader quoted = RowReader.of(RowFormat.CSV, endless("key\n\"", "\"\""));
        assertThatThrownBy(quoted::next).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RowReader.of(RowFormat.CSV, endless("", "a,"))).isInstanceOf(InvalidException.class);
        RowReader lines = RowReader.of(RowFormat.NDJSON, endless("", " "));
        assertThatThrownBy(lines::next)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row 1 is over 262144 bytes");
    }

    @Test
    void anyBytesGiveRowsOrAnIOExceptionAndNothingElse() {
        long seed = 20_261_121;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] alphabet = "a\"\"\n\n\r,{}[]:1\u00fc\\".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(30)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            for (RowFormat format : RowFormat.values()) {
                try {
                    rows(RowReader.of(format, new ByteArrayInputStream(bytes)));
                } catch (IOException | InvalidException refused) {
                    assertThat(refused.getMessage()).isNotEmpty();
                } catch (RuntimeException wrong) {
                    throw new AssertionError(
                            "seed " + seed + ", round " + round + ", " + format + ": "
                                    + new String(bytes, StandardCharsets.UTF_8),
                            wrong);
                }
            }
        }
    }
}
