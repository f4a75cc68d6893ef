package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param kind the stable last part of the problem's type, {@code urn:sluice:problem:<kind>}
 * @param title the same few words for every problem of this kind
 * @param detail what was given, what is allowed
 * @param errors the places in the body that are wrong; often none
 * @param headers headers that go with it
 */
record Problem(
        int status, String kind, String title, String detail, List<Violation> errors, Map<String, String> headers) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    static Problem of(int status, String kind, String title, String detail) {
        return new Problem(status, kind, title, detail, List.of(), Map.of());
    }

    Problem withErrors(List<Violation> violations) {
        return new Problem(status, kind, title, detail, violations, headers);
    }

    Problem withHeader(String name, String value) {
        return new Problem(status, kind, title, detail, errors, Map.of(name, value));
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("type", "urn:sluice:problem:" + kind);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        ArrayNode list = json.putArray("errors");
        for (Violation error : errors) {
            list.addObject().put("pointer", error.pointer()).put("detail", error.detail());
        }
        return json;
    }
}
