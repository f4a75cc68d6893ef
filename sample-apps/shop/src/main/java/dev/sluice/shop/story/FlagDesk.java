package dev.sluice.shop.story;

import dev.sluice.shop.run.Http;
import dev.sluice.shop.run.Trouble;
import dev.sluice.shop.run.TryFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The flag of the story, by REST: what the printed {@code curl} lines do. */
final class FlagDesk {
    private final Http http;
    private final TryFile server;

    FlagDesk(Http http, TryFile server) {
        this.http = http;
        this.server = server;
    }

    /** Takes the flag back to how the demo begins: disabled, no rules, everyone gets {@code on} when it is enabled. */
    void reset() {
        expect(send("POST", "/off", null));
        expect(send("DELETE", "/rules/de", null), Set.of(404));
        Http.Reply now = send("GET", "", null);
        expect(now);
        Map<String, String> headers = new HashMap<>(server.headers());
        if (now.etag() != null) {
            headers.put("If-Match", now.etag());
        }
        JsonObject initial = new JsonObject()
                .put("enabled", false)
                .put("targets", new JsonArray())
                .put("rules", new JsonArray())
                .put("fallthrough", "on");
        expect(send("PATCH", server.flagUrl(), headers, initial.encode()));
    }

    /** Sets the percentage, waits until every instance has it, and says so in words. */
    JsonObject percentage(int percent) {
        return expect(send(
                        "PUT",
                        "/percentage?waitFor=converged",
                        new JsonObject()
                                .put("variation", "on")
                                .put("percentage", percent)
                                .put("enable", true)
                                .encode()))
                .json();
    }

    /** Lets everybody from a country have the new checkout. */
    JsonObject everybodyFrom(String rule, String country) {
        JsonObject clause = new JsonObject()
                .put("attribute", "geo.country")
                .put("op", "in")
                .put("values", new JsonArray().add(country));
        return expect(send(
                        "PUT",
                        "/rules/" + rule,
                        new JsonObject()
                                .put("when", new JsonArray().add(clause))
                                .put("serve", "on")
                                .encode()))
                .json();
    }

    JsonObject off() {
        return expect(send("POST", "/off", null)).json();
    }

    /**
     * Whether the server answers and still has what the story changed last: the flag off, the rule and the version that were
     * there before.
     *
     * @param etag the version before
     */
    @Nullable
    String lastChangeMissing(@Nullable String etag) {
        try {
            Http.Reply now = http.send("GET", server.flagUrl(), server.headers(), null);
            if (!now.ok()) {
                return "the server answers with " + now.told();
            }
            boolean hasRule = false;
            for (Object rule : now.json().getJsonArray("rules", new JsonArray())) {
                hasRule |= "de".equals(((JsonObject) rule).getString("id"));
            }
            if (now.json().getBoolean("enabled", true)
                    || !hasRule
                    || !String.valueOf(now.etag()).equals(etag)) {
                return "the last change is gone: the flag is now " + now.body() + ", version " + now.etag();
            }
            return null;
        } catch (IOException e) {
            return "the server does not answer";
        }
    }

    /** The flag's version in production. */
    @Nullable
    String version() {
        Http.Reply reply = send("GET", "", null);
        expect(reply);
        return reply.etag();
    }

    private Http.Reply send(String method, String path, @Nullable String body) {
        return send(method, server.flagUrl() + path, server.headers(), body);
    }

    private Http.Reply send(String method, String url, Map<String, String> headers, @Nullable String body) {
        try {
            return http.send(method, url, headers, body);
        } catch (IOException e) {
            throw new Trouble(
                    "The flag server does not answer (" + e.getMessage() + "): see the window of `make run`.", e);
        }
    }

    private static Http.Reply expect(Http.Reply reply) {
        return expect(reply, Set.of());
    }

    private static Http.Reply expect(Http.Reply reply, Set<Integer> allowed) {
        if (!reply.ok() && !allowed.contains(reply.status())) {
            throw new Trouble("The flag server refused: " + reply.told() + ".");
        }
        return reply;
    }
}
