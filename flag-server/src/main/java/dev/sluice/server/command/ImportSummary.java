package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of an import: how much has changed, the first of it by name, and of what keeps no versions of its own, segments
 * and flags that are removed, what it was and what it is. As long as that is little it stands there whole; of the rest there is its size
 * and its digest, so that a file somebody still has can be told to be that one. For one thread.
 */
final class ImportSummary {
    private static final int MOST_NAMED = 100;
    private static final int MOST_DOCUMENTS = 500;
    private static final int MOST_BYTES = 512 * 1024;
    private static final String[] LISTS = {"included", "excluded", "rules"};

    private final ArrayNode first = Json.array();
    private final ArrayNode segments = Json.array();
    private final ArrayNode removed = Json.array();
    private int changes;
    private int bytes;
    private int more;

    /** Notes a change, one of those that the answer lists. */
    void change(JsonNode change) {
        changes++;
        if (first.size() < MOST_NAMED) {
            String environment = change.path("environment").asText();
            first.add(change.path("action").asText() + " " + change.path("what").asText() + " "
                    + change.path("key").asText() + (environment.isEmpty() ? "" : " in " + environment));
        }
    }

    /** Notes what a segment was and is; null = there was, or is, none. */
    void segment(String environment, String key, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (isRoom()) {
            ObjectNode segment =
                    segments.addObject().put("environment", environment).put("segment", key);
            if (before != null) {
                segment.set("before", kept(before));
            }
            if (after != null) {
                segment.set("after", kept(after));
            }
        }
    }

    /** Notes what a flag was that is removed: as it stands in a file, so that another import can have it back. */
    void removedFlag(ProjectView present, FlagDefinition flag) {
        if (isRoom()) {
            ObjectNode before = ProjectExport.definition(flag);
            ObjectNode places = before.putObject("environments");
            for (String environment : present.environments()) {
                present.findTargeting(environment, flag.key())
                        .ifPresent(targeting ->
                                places.set(environment, targeting.document().json()));
            }
            removed.addObject().put("flag", flag.key()).set("before", kept(before));
        }
    }

    private boolean isRoom() {
        if (segments.size() + removed.size() < MOST_DOCUMENTS) {
            return true;
        }
        more++;
        return false;
    }

    private JsonNode kept(JsonNode document) {
        byte[] written = Json.write(document);
        if (written.length <= MOST_BYTES - bytes) {
            bytes += written.length;
            return document;
        }
        ObjectNode about = Json.object();
        ObjectNode tooLarge = about.putObject("tooLarge");
        for (String list : LISTS) {
            if (document.path(list).isArray()) {
                tooLarge.put(list, document.path(list).size());
            }
        }
        tooLarge.put("bytes", written.length).put("sha256", digest(written));
        return about;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** All of it. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("changes", changes);
        json.set("first", first);
        if (!segments.isEmpty()) {
            json.set("segments", segments);
        }
        if (!removed.isEmpty()) {
            json.set("removed", removed);
        }
        return more == 0 ? json : json.put("more", more);
    }
}
