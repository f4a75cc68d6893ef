package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Turns the block of one route into an OpenAPI operation: says what follows from what the route is. */
final class OpenApiOperation {
    private static final Pattern PART = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> WORDS = Set.of(
            "id", "does", "more", "needs", "write", "ifMatch", "query", "takes", "mayTake", "answers", "etag",
            "headers", "refuses", "kinds");
    private static final String NOTHING = "nothing";
    private static final String JSON = "application/json";

    private final ObjectNode common;

    OpenApiOperation(ObjectNode common) {
        this.common = common;
    }

    ObjectNode of(String method, String path, String tag, JsonNode block) {
        String route = method + " " + path;
        block.properties().forEach(word -> known(WORDS.contains(word.getKey()), route, word.getKey()));
        String needs = block.path("needs").asText();
        known(common.path("permissions").has(needs), route, "permission " + needs);
        List<String> schemes = texts(common.path("permissions").path(needs));
        boolean people = schemes.contains("session");
        boolean changing = !method.equals("GET") && !method.equals("OPTIONS");
        boolean write = block.path("write").asBoolean();

        Set<Integer> refused = new TreeSet<>();
        add(refused, !schemes.isEmpty(), 401);
        add(refused, people || schemes.isEmpty(), 429);
        add(refused, people, 503);
        add(refused, people && (changing || mayLackTheRole(needs, path)), 403);
        add(refused, people && path.contains("{"), 404);
        add(refused, changing && (people || schemes.isEmpty()), 400, 403, 408, 413, 415);
        add(refused, QueryGate.guards(path), 422);
        add(refused, people && path.contains("{project}"), 409); // what is stored there may be of a newer version
        add(refused, write, 409, 503, 507);
        add(refused, block.has("ifMatch"), 412);
        add(refused, block.path("ifMatch").asText().equals("needed"), 428);
        block.path("refuses").forEach(status -> refused.add(status.intValue()));

        ObjectNode operation = Json.object()
                .put("operationId", block.path("id").asText())
                .put("summary", block.path("does").asText());
        if (block.has("more")) {
            operation.set("description", block.get("more"));
        }
        operation.putArray("tags").add(tag);
        operation.put("x-permission", needs);
        operation.set("security", security(schemes, changing));
        operation.set("parameters", parameters(route, path, block, write));
        if (block.has("takes") || block.has("mayTake")) {
            JsonNode body = block.has("takes") ? block.get("takes") : block.get("mayTake");
            ObjectNode content = content(body);
            if (method.equals("PATCH") && content.has(JSON)) {
                content.set("application/merge-patch+json", content.get(JSON).deepCopy());
            }
            operation
                    .putObject("requestBody")
                    .put("required", block.has("takes"))
                    .set("content", content);
        }
        ObjectNode responses = operation.putObject("responses");
        for (Map.Entry<String, JsonNode> answer : block.path("answers").properties()) {
            responses.set(answer.getKey(), answer(answer.getKey(), answer.getValue(), block, write));
        }
        refused.stream()
                .filter(status -> !responses.has(String.valueOf(status)))
                .forEach(status -> responses.set(String.valueOf(status), refusal(route, status, block.path("kinds"))));
        return operation;
    }

    /** Who may look at a part of the place may still lack the role, or look at less than the whole. */
    private static boolean mayLackTheRole(String needs, String path) {
        boolean isLook = needs.startsWith("view") || needs.equals("self") || needs.equals("person");
        return !isLook || (needs.equals("view") && !path.contains("{environment}"));
    }

    private static ArrayNode security(List<String> schemes, boolean changing) {
        ArrayNode any = Json.array();
        for (String scheme : schemes) {
            ObjectNode all = any.addObject();
            all.putArray(scheme);
            if (changing && scheme.equals("session")) {
                all.putArray("csrf");
            }
        }
        return any;
    }

    private ArrayNode parameters(String route, String path, JsonNode block, boolean write) {
        ArrayNode parameters = Json.array();
        Matcher parts = PART.matcher(path);
        while (parts.find()) {
            parameter(parameters, route, "path", parts.group(1), "path");
        }
        for (String name : texts(block.path("query"))) {
            parameter(parameters, route, "query", name, "query");
        }
        if (write) {
            parameter(parameters, route, "query", "comment", "query");
            parameter(parameters, route, "headers", "Idempotency-Key", "header");
        }
        if (block.has("ifMatch")) {
            parameter(parameters, route, "headers", "If-Match", "header");
        }
        return parameters;
    }

    private void parameter(ArrayNode parameters, String route, String words, String name, String in) {
        known(common.path(words).has(name), route, in + " parameter " + name);
        parameters.addObject().put("$ref", "#/components/parameters/" + in + "." + name);
    }

    private ObjectNode answer(String status, JsonNode body, JsonNode block, boolean write) {
        ObjectNode answer = Json.object().put("description", description(status, body));
        ObjectNode headers = answer.putObject("headers");
        if (block.path("etag").asBoolean()) {
            required(headers, "ETag");
        }
        for (String name : texts(block.path("headers").path(status))) {
            required(headers, name);
        }
        if (write) {
            header(headers, "Idempotency-Replayed");
        }
        if (!body.asText().equals(NOTHING)) {
            answer.set("content", content(body));
        }
        return answer;
    }

    /** What a schema says of itself, or what the status means. */
    private String description(String status, JsonNode body) {
        String own =
                common.path("schemas").path(body.asText()).path("description").asText();
        if (!own.isEmpty()) {
            return own;
        }
        return switch (status) {
            case "201" -> "It is made.";
            case "202" -> "It is done, and not yet in force everywhere.";
            case "204" -> "It is done.";
            case "304" -> "It has not changed.";
            default -> "It is so.";
        };
    }

    private ObjectNode refusal(String route, int status, JsonNode kinds) {
        JsonNode problem = common.path("problems").path(String.valueOf(status));
        known(problem.isObject(), route, "problem " + status);
        ObjectNode answer =
                Json.object().put("description", problem.path("says").asText());
        ObjectNode headers = answer.putObject("headers");
        texts(problem.path("headers")).forEach(name -> header(headers, name));
        ObjectNode schema =
                answer.putObject("content").putObject(Problem.MEDIA_TYPE).putObject("schema");
        schema.putArray("allOf").addObject().put("$ref", "Problem");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("status").put("const", status);
        ArrayNode types = properties.putObject("type").putArray("enum");
        String own = String.valueOf(status);
        texts(kinds.has(own) ? kinds.get(own) : problem.path("kinds"))
                .forEach(kind -> types.add("urn:sluice:problem:" + kind));
        return answer;
    }

    private void required(ObjectNode headers, String name) {
        ObjectNode header = common.path("answerHeaders").path(name).deepCopy();
        headers.set(name, header.put("required", true));
    }

    private static void header(ObjectNode headers, String name) {
        headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }

    /** A schema's name is JSON of it, a media type is a text of it, an object says both. */
    private static ObjectNode content(JsonNode body) {
        ObjectNode content = Json.object();
        if (body.isObject()) {
            body.properties()
                    .forEach(each -> content.putObject(each.getKey())
                            .putObject("schema")
                            .put("$ref", each.getValue().asText()));
        } else if (body.asText().contains("/")) {
            content.putObject(body.asText()).putObject("schema").put("type", "string");
        } else {
            content.putObject(JSON).putObject("schema").put("$ref", body.asText());
        }
        return content;
    }

    private static void add(Set<Integer> all, boolean holds, int... statuses) {
        for (int status : statuses) {
            if (holds) {
                all.add(status);
            }
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void known(boolean is, String route, String what) {
        if (!is) {
            throw new IllegalStateException("openapi: " + route + " has an unknown " + what);
        }
    }
}
