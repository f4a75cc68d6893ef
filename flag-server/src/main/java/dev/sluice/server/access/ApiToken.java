package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.time.Instant;

/**
 * What is stored of an API token: never the token, only its digest. Its first digits are the id by which people speak of it.
 *
 * @param digest HMAC-SHA256 of the token under the server's pepper, 64 hex digits
 * @param name what people call it
 * @param grants what it may do, and where
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param expiresAt from when on it is worth nothing
 */
public record ApiToken(
        String digest, String name, Grants grants, Instant createdAt, String createdBy, Instant expiresAt) {
    private static final int ID_DIGITS = 12;

    /** The id by which people speak of the token. */
    public String id() {
        return digest.substring(0, ID_DIGITS);
    }

    /** Whether it is good at this time. */
    public boolean isGood(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Reads what {@link #write} wrote. */
    public static ApiToken read(byte[] bytes) {
        ObjectNode json = Json.stored(bytes);
        return new ApiToken(
                json.path("digest").asText(),
                json.path("name").asText(),
                Grants.stored(json.path("grants")),
                Instant.parse(json.path("createdAt").asText()),
                json.path("createdBy").asText(),
                Instant.parse(json.path("expiresAt").asText()));
    }

    /** The bytes to store. */
    public byte[] write() {
        return Json.write(json().put("digest", digest));
    }

    /** What people may see. */
    public ObjectNode json() {
        ObjectNode json =
                Json.object().put("id", id()).put("prefix", Tokens.API_PREFIX).put("name", name);
        json.set("grants", grants.json());
        return json.put("createdAt", createdAt.toString())
                .put("createdBy", createdBy)
                .put("expiresAt", expiresAt.toString());
    }
}
