package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document as it is stored: with its version, which is its ETag, and what was done to it last.
 *
 * @param document the document
 * @param version one more with each change; that of a namesake that was removed before is never had again
 * @param last its last change
 */
public record Stored<T>(T document, long version, Last last) {
    private static final String VERSION = "version";
    private static final String LAST = "lastChange";

    /**
     * The last change of a document.
     *
     * @param at when
     * @param actor who
     * @param action what
     * @param comment why; may be empty
     */
    public record Last(Instant at, String actor, String action, String comment) {
        static Last of(Intent intent) {
            return new Last(intent.at(), intent.actor(), intent.action(), intent.comment());
        }

        /** The change as people see it. */
        public ObjectNode json() {
            return Json.object()
                    .put("at", at.toString())
                    .put("actor", actor)
                    .put("action", action)
                    .put("comment", comment);
        }
    }

    /** The document's own JSON with version and last change, as stored and as people see it. */
    public ObjectNode json(ObjectNode own) {
        own.put(VERSION, version);
        own.set(LAST, last.json());
        return own;
    }

    /**
     * The bytes to store in the place of what is stored; what a newer version has put there stays, or the write is refused.
     *
     * @param place what it is, for people
     * @param stored what is there, or null
     */
    byte[] writeOver(String place, byte @Nullable [] stored, Function<Fields, T> reader, Function<T, ObjectNode> form) {
        byte[] written = Json.write(json(form.apply(document)));
        if (stored == null) {
            return written;
        }
        Stored<T> present = read(stored, reader);
        byte[] known = Json.write(present.json(form.apply(present.document)));
        return Unknown.carried(place, stored, known, Set.of(LAST), written);
    }

    /** Reads what {@link #writeOver} wrote. */
    static <T> Stored<T> read(byte[] bytes, Function<Fields, T> document) {
        ObjectNode json = Json.stored(bytes);
        ObjectNode last = json.path(LAST).deepCopy() instanceof ObjectNode object ? object : Json.object();
        Fields fields = Fields.ofBody(json, new Violations());
        long version = fields.whole(VERSION, 1, Long.MAX_VALUE, 1);
        fields.raw(LAST);
        return new Stored<>(
                document.apply(fields),
                version,
                new Last(
                        Instant.parse(last.path("at").asText("1970-01-01T00:00:00Z")),
                        last.path("actor").asText(),
                        last.path("action").asText(),
                        last.path("comment").asText()));
    }
}
