package dev.sluice.shop.run;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * Tells the front what the flag says, so that the page can say it in words and the score knows when the flag was turned off.
 * A hint only: whether an order meets the new checkout is decided in the shops.
 */
final class FlagWatch {
    private static final int TELL_AGAIN_AFTER = 4;

    private final Http http;
    private final String flagsUrl;
    private final Map<String, String> flagHeaders;
    private final String frontUrl;
    private final Map<String, String> frontHeaders;
    private JsonObject told = new JsonObject();
    private int unchanged;

    FlagWatch(Http http, TryFile server, DemoFile demo) {
        this.http = http;
        this.flagsUrl = server.apiUrl() + "/projects/demo/flags";
        this.flagHeaders = server.headers();
        this.frontUrl = demo.frontUrl() + "/control/flag";
        this.frontHeaders = demo.headers();
    }

    /** Looks once. A server or a front that is away right now is asked again the next time. */
    void look() {
        try {
            Http.Reply reply = http.send("GET", flagsUrl, flagHeaders, null);
            if (!reply.ok()) {
                return;
            }
            JsonObject flag = flag(reply.json());
            if (flag.equals(told) && ++unchanged < TELL_AGAIN_AFTER) {
                return;
            }
            unchanged = 0;
            if (http.send("POST", frontUrl, frontHeaders, flag.encode()).ok()) {
                told = flag;
            }
        } catch (IOException e) {
            told = new JsonObject();
        }
    }

    private static JsonObject flag(JsonObject list) {
        for (Object item : list.getJsonArray("items", new JsonArray())) {
            JsonObject flag = (JsonObject) item;
            if ("new-checkout".equals(flag.getString("key"))) {
                JsonObject production = flag.getJsonObject("environments", new JsonObject())
                        .getJsonObject("production", new JsonObject());
                return new JsonObject()
                        .put("enabled", production.getBoolean("enabled", false))
                        .put("sentence", production.getString("sentence", ""))
                        .put(
                                "changedAt",
                                production
                                        .getJsonObject("lastChange", new JsonObject())
                                        .getString("at"));
            }
        }
        return new JsonObject().put("enabled", false).put("sentence", "There is no flag new-checkout.");
    }
}
