package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.NotUnderstoodException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a newer version stored in a document and this one does not know. At the top of a document it is carried over by each write;
 * deeper down nobody can tell what it belongs to once its surroundings change, and the write is refused. Nothing is dropped in silence.
 */
final class Unknown {

    private static final byte[] NONE = new byte[0];

    private Unknown() {}

    /**
     * The document to store, with what the stored one has beyond this version.
     *
     * @param place what it is, for people
     * @param stored the document as it is stored, or null if there is none
     * @param known what this version makes of it, in the same form
     * @param replaced fields at the top that each write replaces as a whole
     * @param written what is to be stored in its place
     * @throws NotUnderstoodException if something would be lost
     */
    static byte[] carried(String place, byte @Nullable [] stored, byte[] known, Set<String> replaced, byte[] written) {
        if (stored == null || Arrays.equals(stored, known)) {
            return written;
        }
        ObjectNode before = Json.stored(stored);
        ObjectNode understood = Json.stored(known);
        ObjectNode after = Json.stored(written);
        ObjectNode more = Json.object();
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (understood.has(name)) {
                String lost =
                        replaced.contains(name) ? null : lost(Fields.child("", name), value, understood.get(name));
                if (lost != null) {
                    throw new NotUnderstoodException(place, "this version does not know " + Json.quote(lost));
                }
            } else if (!value.isNull() && !after.has(name)) {
                more.set(name, value);
            }
        }
        return joined(written, more.isEmpty() ? NONE : Json.write(more));
    }

    /** Where this version makes less of a value than it is, or null. */
    private static @Nullable String lost(String pointer, JsonNode stored, JsonNode known) {
        if (stored.isObject()) {
            for (Map.Entry<String, JsonNode> field : stored.properties()) {
                String at = Fields.child(pointer, field.getKey());
                JsonNode same = known.get(field.getKey());
                String lost = same == null ? (field.getValue().isNull() ? null : at) : lost(at, field.getValue(), same);
                if (lost != null) {
                    return lost;
                }
            }
            return known.isObject() ? null : pointer;
        }
        if (stored.isArray()) {
            if (stored.size() != known.size()) {
                return pointer;
            }
            for (int i = 0; i < stored.size(); i++) {
                String lost = lost(pointer + "/" + i, stored.get(i), known.get(i));
                if (lost != null) {
                    return lost;
                }
            }
        }
        return null;
    }

    /** One object of two on one line; the bytes of both stay as they are. */
    private static byte[] joined(byte[] object, byte[] more) {
        if (more.length == 0) {
            return object;
        }
        var all = new ByteArrayOutputStream(object.length + more.length);
        all.write(object, 0, object.length - 1);
        all.write(',');
        all.write(more, 1, more.length - 1);
        return all.toByteArray();
    }
}
