package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.rows.Row;
import dev.sluice.server.rows.RowFormat;
import dev.sluice.server.rows.RowReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The wish that a segment lists some keys, or no longer. Keys that it lists already, or does not, are no error.
 *
 * @param list which of its lists
 * @param add whether to add them; else they are removed
 * @param keys the keys, each once
 */
public record MembersChange(Which list, boolean add, Set<String> keys) {
    private static final String KEY = "key";
    private static final String FORM = "a text of 1 to " + TargetingJson.LONGEST_KEY + " characters";

    /** The lists of a segment. */
    public enum Which {
        /** Those who are members. */
        INCLUDED,
        /** Those who are none, whatever else says so. */
        EXCLUDED;

        List<String> of(SegmentDocument segment) {
            return this == INCLUDED ? segment.included() : segment.excluded();
        }

        SegmentDocument in(SegmentDocument segment, List<String> keys) {
            return this == INCLUDED
                    ? new SegmentDocument(
                            segment.key(), segment.description(), keys, segment.excluded(), segment.rules())
                    : new SegmentDocument(
                            segment.key(), segment.description(), segment.included(), keys, segment.rules());
        }
    }

    /** Reads rows; throws if one of them is wrong. */
    public static MembersChange read(Which list, boolean add, RowFormat format, byte[] body) {
        Set<String> keys = new LinkedHashSet<>();
        Violations out = new Violations();
        try {
            RowReader rows = RowReader.of(format, new ByteArrayInputStream(body));
            int column = rows.columns().indexOf(KEY);
            if (format == RowFormat.CSV && column < 0) {
                throw InvalidException.of(
                        "", "a first line of " + String.join(", ", rows.columns()), "a column named key");
            }
            for (Row row = rows.next(); row != null; row = rows.next()) {
                key(row, column, keys, out);
            }
        } catch (IOException e) {
            throw InvalidException.of("", String.valueOf(e.getMessage()), "rows of " + format.mediaType());
        }
        out.throwIfAny();
        if (keys.isEmpty()) {
            throw InvalidException.of("", "no row", "at least one key");
        }
        return new MembersChange(list, add, keys);
    }

    private static void key(Row row, int column, Set<String> keys, Violations out) {
        String at = "/" + (row.number() - 1);
        JsonNode json = row.json();
        if (row.fault() != null) {
            out.refuse(at, "row " + row.number() + ", for " + row.fault() + ",", "a row that can be read");
        } else if (json == null) {
            add(row.cells().get(column), at, keys, out);
        } else if (json.isTextual()) {
            add(json.textValue(), at, keys, out);
        } else {
            Fields fields = Fields.of(json, at, out);
            if (fields != null) {
                JsonNode key = fields.raw(KEY);
                fields.refuseOthers();
                if (key == null) {
                    out.missing(at + "/" + KEY, FORM);
                } else if (!key.isTextual()) {
                    out.refuse(at + "/" + KEY, Json.quote(key), FORM);
                } else {
                    add(key.textValue(), at + "/" + KEY, keys, out);
                }
            }
        }
    }

    private static void add(String key, String at, Set<String> keys, Violations out) {
        if (key.isEmpty() || key.length() > TargetingJson.LONGEST_KEY) {
            out.refuse(at, Json.quote(key), FORM);
        } else {
            keys.add(key);
        }
    }

    /** The segment with the wish granted. */
    SegmentDocument apply(SegmentDocument present) {
        Set<String> now = new LinkedHashSet<>(list.of(present));
        if (add) {
            now.addAll(keys);
        } else {
            now.removeAll(keys);
        }
        SegmentDocument changed = list.in(present, new ArrayList<>(now));
        int all = changed.included().size() + changed.excluded().size();
        if (add && all > TargetingJson.MOST_KEYS) {
            throw InvalidException.of(
                    "", all + " keys in all", "at most " + TargetingJson.MOST_KEYS + " in an inline segment");
        }
        return changed;
    }
}
