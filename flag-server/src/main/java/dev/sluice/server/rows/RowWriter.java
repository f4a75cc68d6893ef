package dev.sluice.server.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.sluice.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes rows. */
public final class RowWriter {
    private static final String KEY = "key";

    private RowWriter() {}

    /** One row for each key: an object, or a line under the heading, named {@code key}. */
    public static byte[] keys(RowFormat format, List<String> keys) {
        var out = new ByteArrayOutputStream();
        if (format == RowFormat.NDJSON) {
            for (String key : keys) {
                out.writeBytes(Json.write(Json.object().put(KEY, key)));
                out.write('\n');
            }
            return out.toByteArray();
        }
        CsvSchema schema = CsvSchema.builder().addColumn(KEY).setUseHeader(true).build();
        try (CsvGenerator csv = new CsvFactory().createGenerator(out)) {
            csv.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            csv.setSchema(schema);
            if (keys.isEmpty()) {
                out.writeBytes((KEY + "\n").getBytes(StandardCharsets.UTF_8));
            }
            for (String key : keys) {
                csv.writeStartObject();
                csv.writeStringField(KEY, key);
                csv.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("keys could not be written to memory", e);
        }
        return out.toByteArray();
    }
}
