package dev.sluice.naive;

import com.fasterxml.jackson.databind.JsonNode;

/** What the naive engine decides; {@code value} and {@code variation} are null where there is none. */
public record NaiveAnswer(
        JsonNode value, String variation, String reason, String place, long version, String error, boolean keyMissing) {

    static NaiveAnswer error(String code, long version) {
        return new NaiveAnswer(null, null, "ERROR", null, version, code, false);
    }
}
