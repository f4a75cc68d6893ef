package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.ProjectState;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a key: never the key, only its digest. Stored under the digest, which makes a look-up one step;
 * its first digits are the id by which people speak of it.
 *
 * @param digest HMAC-SHA256 of the key under the server's pepper, 64 hex digits
 * @param kind what it is for
 * @param environment the environment it opens
 * @param name what people call it
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param endsAt from when on it is worth nothing, for another has taken its place; null if nobody has said so
 */
public record KeyDocument(
        String digest,
        KeyKind kind,
        String environment,
        String name,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endsAt) {
    private static final int ID_DIGITS = 12;
    private static final String PREFIX = "prefix";

    /** The id by which people speak of the key. */
    public String id() {
        return digest.substring(0, ID_DIGITS);
    }

    /** The same key, which ends then. */
    public KeyDocument ending(Instant at) {
        return new KeyDocument(digest, kind, environment, name, createdAt, createdBy, at);
    }

    /** Whether it is good at this time. */
    public boolean isGood(Instant now) {
        return endsAt == null || now.isBefore(endsAt);
    }

    /** Reads what {@link #write} wrote. */
    public static KeyDocument read(byte[] bytes) {
        ObjectNode json = Json.stored(bytes);
        String endsAt = json.path("endsAt").textValue();
        return new KeyDocument(
                json.path("digest").asText(),
                kind(json.path("kind").asText()),
                json.path("environment").asText(),
                json.path("name").asText(),
                Instant.parse(json.path("createdAt").asText()),
                json.path("createdBy").asText(),
                endsAt == null ? null : Instant.parse(endsAt));
    }

    private static KeyKind kind(String word) {
        return KeyKind.named(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a key of kind \"" + word + "\" is stored; expected \"sdk\" or \"client\""));
    }

    /** The key of this id in a project, or empty. */
    static Optional<KeyDocument> find(ProjectState project, String id) {
        SortedMap<String, byte[]> from = project.keys().tailMap(id);
        return from.isEmpty() || !from.firstKey().startsWith(id)
                ? Optional.empty()
                : Optional.of(read(from.values().iterator().next()));
    }

    /** The bytes to store: what people may see, but for what follows from the rest. */
    public byte[] write() {
        ObjectNode stored = json().put("digest", digest);
        stored.remove(PREFIX);
        return Json.write(stored);
    }

    /** What people may see. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id())
                .put(PREFIX, kind.prefix())
                .put("kind", kind.word())
                .put("environment", environment)
                .put("name", name)
                .put("createdAt", createdAt.toString())
                .put("createdBy", createdBy);
        return endsAt == null ? json : json.put("endsAt", endsAt.toString());
    }
}
