package dev.sluice.rig.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.rig.RestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The audit log of a project as REST gives it: what really happened, in order. Immutable. */
public record AuditLog(List<Entry> entries) {
    private static final int PAGE = 500;
    private static final int THOUSANDTHS = 1_000;

    public AuditLog {
        entries = List.copyOf(entries);
    }

    /**
     * One entry.
     *
     * @param seq its number, from 1
     * @param comment the comment that the change carried; empty when it had none
     * @param flag the flag that it changed, in one environment; empty when it was something else
     * @param thousandths how many of 100,000 buckets got {@code on} after it; 0 when the flag was disabled
     */
    public record Entry(long seq, String comment, String flag, int thousandths) {}

    /** Reads all of it. */
    public static AuditLog read(RestClient rest, String project, String environment)
            throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode from = JsonNodeFactory.instance.numberNode(1); from.isNumber(); ) {
            JsonNode page = rest.act(
                            "GET", "projects/" + project + "/audit?limit=" + PAGE + "&from=" + from.asLong(), null)
                    .expectSuccess();
            page.path("items").forEach(item -> entries.add(entry(item, environment)));
            from = page.path("next");
        }
        return new AuditLog(entries);
    }

    private static Entry entry(JsonNode item, String environment) {
        JsonNode details = item.path("details");
        boolean here = details.path("environment").asText().equals(environment);
        JsonNode after = details.path("after");
        double percent = after.path("targeting").path("enabled").asBoolean()
                ? after.path("exposure").path("on").asDouble()
                : 0;
        return new Entry(
                item.path("seq").asLong(),
                item.path("comment").asText(""),
                here ? details.path("flag").asText("") : "",
                (int) Math.round(percent * THOUSANDTHS));
    }

    /** Share after share of a flag, by the version that brought it; a new flag has version 1 and is off. */
    public Map<Long, Integer> thousandthsByVersion(String flag) {
        Map<Long, Integer> versions = new TreeMap<>();
        versions.put(1L, 0);
        entries.stream()
                .filter(entry -> entry.flag().equals(flag))
                .forEach(entry -> versions.put(versions.size() + 1L, entry.thousandths()));
        return versions;
    }

    /** Where numbers are missing or double; empty when they run from 1 without gaps. */
    List<String> gaps() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).seq() != i + 1) {
                found.add("entry " + (i + 1) + " of the audit log has number "
                        + entries.get(i).seq());
                break;
            }
        }
        return found;
    }
}
