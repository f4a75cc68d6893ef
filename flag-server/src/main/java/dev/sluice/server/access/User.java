package dev.sluice.server.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in. Immutable.
 *
 * @param name the name to sign in with, of {@link #NAME}
 * @param displayName what people call them; may be empty
 * @param grants what they may do, and where
 * @param active whether they may sign in at all
 * @param password the hash of their password, or null if they have none and sign in by a link
 * @param generation goes up whenever their sessions must end: at a change of rights or password; sessions of a lower one are none
 * @param version goes up with every change; that of a namesake who was removed before is never had again
 * @param createdAt when they were made known
 * @param createdBy who made them known
 */
public record User(
        String name,
        String displayName,
        Grants grants,
        boolean active,
        @Nullable String password,
        long generation,
        long version,
        Instant createdAt,
        String createdBy) {
    /** The form of a name: without capitals, so that no two differ by them alone. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");

    /** The form of a name, in the words of an error message. */
    public static final String NAME_FORM = "1 to 64 of a-z 0-9 . _ -";

    /** The same with other rights; every session ends. */
    public User with(String newDisplayName, Grants newGrants, boolean nowActive, Instant now) {
        boolean same = newGrants.equals(grants) && nowActive == active;
        if (same && newDisplayName.equals(displayName)) {
            return this;
        }
        return new User(
                name,
                newDisplayName,
                newGrants,
                nowActive,
                password,
                same ? generation : next(generation, now),
                next(version, now),
                createdAt,
                createdBy);
    }

    /** The same with another password, or none; every session ends. */
    public User withPassword(@Nullable String hash, Instant now) {
        return new User(
                name,
                displayName,
                grants,
                active,
                hash,
                next(generation, now),
                next(version, now),
                createdAt,
                createdBy);
    }

    /** The first generation and version of somebody who is made known now, above those of a namesake who was removed before. */
    public static long first(Instant now) {
        return now.toEpochMilli();
    }

    private static long next(long present, Instant now) {
        return Math.max(present + 1, first(now));
    }

    /** Reads what {@link #write} wrote. */
    public static User read(byte[] bytes) {
        ObjectNode json = Json.stored(bytes);
        return new User(
                json.path("name").asText(),
                json.path("displayName").asText(),
                Grants.stored(json.path("grants")),
                json.path("active").asBoolean(),
                json.path("password").textValue(),
                json.path("generation").asLong(),
                Math.max(json.path("version").asLong(), json.path("generation").asLong()),
                Instant.parse(json.path("createdAt").asText()),
                json.path("createdBy").asText());
    }

    /** The bytes to store. */
    public byte[] write() {
        ObjectNode json = json();
        json.remove("passwordSet");
        return Json.write(json.put("password", password).put("generation", generation));
    }

    /** What people may see: never the hash. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("name", name).put("displayName", displayName);
        json.set("grants", grants.json());
        return json.put("active", active)
                .put("passwordSet", password != null)
                .put("version", version)
                .put("createdAt", createdAt.toString())
                .put("createdBy", createdBy);
    }

    @Override
    public String toString() {
        return "User[" + name + ", active=" + active + "]";
    }
}
