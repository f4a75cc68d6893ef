package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets no query parameter pass that the route does not have, and none twice: a misspelt {@code dryRun} must not become the act itself. The
 * description of the API is the list. SDKs may say more than this version knows. Thread-safe.
 */
final class QueryGate {
    private static final String GUARDED = "/api/";
    private static final int LONGEST_NAME = 80;

    private static final Pattern PART = Pattern.compile(":([^/]+)");

    private final Vertx vertx;
    private volatile @Nullable Map<String, List<String>> parameters;

    QueryGate(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Whether routes of this path are guarded. */
    static boolean guards(String path) {
        return path.startsWith(GUARDED);
    }

    /** Fails unless every parameter of the query is one of the route's, once. */
    Future<Void> admit(Route route, RoutingContext ctx) {
        String query = ctx.request().query();
        if (query == null || query.isEmpty() || !guards(route.path())) {
            return Future.succeededFuture();
        }
        Map<String, List<String>> known = parameters;
        if (known != null) {
            return check(route, ctx, known);
        }
        return vertx.executeBlocking(() -> described(OpenApi.document()), false).compose(described -> {
            parameters = described;
            return check(route, ctx, described);
        });
    }

    /** The query parameters of each route, by method and path as they are described. */
    private static Map<String, List<String>> described(JsonNode document) {
        Map<String, List<String>> all = new HashMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    List<String> names = new ArrayList<>();
                    operation.getValue().path("parameters").forEach(reference -> {
                        JsonNode parameter =
                                document.at(reference.path("$ref").asText().substring(1));
                        if (parameter.path("in").asText().equals("query")) {
                            names.add(parameter.path("name").asText());
                        }
                    });
                    all.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), names);
                }));
        return Map.copyOf(all);
    }

    private static Future<Void> check(Route route, RoutingContext ctx, Map<String, List<String>> described) {
        String address = route.method() + " " + PART.matcher(route.path()).replaceAll("{$1}");
        Violations out = new Violations();
        try {
            check(ctx.queryParams(), described.getOrDefault(address, List.of()), out);
            out.throwIfAny();
            return Future.succeededFuture();
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static void check(MultiMap query, List<String> known, Violations out) {
        for (String name : query.names()) {
            int times = query.getAll(name).size();
            if (!known.contains(name)) {
                String shown = Json.shortened(name, LONGEST_NAME);
                String expected = known.isEmpty() ? "none" : "only " + String.join(", ", known);
                out.add(new Violation(
                        "?" + shown, shown + ": this query parameter is not known; expected " + expected));
            } else if (times > 1) {
                out.refuse("?" + name, times + " times", "it once");
            }
        }
    }
}
