package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.http.Contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests to everything that changes something, drawn from the description of the REST API: bodies made by their schema, most of them
 * with a few places blanked, nulled, nested, mistyped or oversized. The same random numbers give the same requests.
 */
public final class Attempts {
    /** Names that there may be, so that some of what is drawn fits together. */
    private static final List<String> NAMES = List.of(
            "new-checkout",
            "banner-text",
            "production",
            "development",
            "demo",
            "staff",
            "de",
            "on",
            "off",
            "plain",
            "festive",
            "one",
            "two");

    private static final List<String> ODD = List.of(
            "null",
            "\"\"",
            "[]",
            "{}",
            "true",
            "-1",
            "0",
            "1e309",
            "99999999999999999999999",
            "0.0005",
            "\"\\u0000\"",
            "\"*\"",
            "\"../..\"",
            "\"💥\"",
            "[[[[]]]]",
            "{\"split\":{}}",
            "\"1970-01-01T00:00:00Z\"",
            "\"P1D\"");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 6;

    private final Contract contract = Contract.served();
    private final SplittableRandom random;
    private final List<Operation> operations;

    /** One request. Headers are names and values in turn; the type is null without a body. */
    public record Attempt(String method, String path, List<String> headers, String type, String body) {}

    public Attempts(SplittableRandom random) {
        this.random = random;
        this.operations = contract.operations().stream()
                .filter(operation ->
                        operation.isOfPeople() && !operation.method().equals("GET"))
                .toList();
    }

    /** The operations that are tried. */
    public List<String> operations() {
        return operations.stream().map(Operation::id).toList();
    }

    /** The next request. */
    public Attempt next() {
        Operation operation = any(operations);
        boolean grows = operation.id().equals("createProject") || operation.id().equals("createEnvironment");
        while (grows && random.nextInt(20) != 0) {
            operation = any(operations);
            grows = operation.id().equals("createProject") || operation.id().equals("createEnvironment");
        }
        List<String> headers = new ArrayList<>();
        int ifMatch = random.nextInt(10);
        if (ifMatch > 1) {
            headers.addAll(List.of("If-Match", ifMatch == 2 ? "\"1\"" : ifMatch == 3 ? "nonsense" : "*"));
        }
        if (random.nextInt(10) == 0) {
            headers.addAll(List.of(Idempotence.HEADER, "key-" + random.nextInt(50)));
        }
        JsonNode content = operation.json().path("requestBody").path("content");
        if (content.isEmpty()) {
            return new Attempt(operation.method(), address(operation), headers, null, null);
        }
        Map.Entry<String, JsonNode> chosen = any(new ArrayList<>(content.properties()));
        String body = chosen.getKey().endsWith("json")
                ? body(chosen.getValue().path("schema"))
                : any(NAMES) + "\n" + any(ODD) + "\n";
        return new Attempt(operation.method(), address(operation), headers, chosen.getKey(), body);
    }

    private String address(Operation operation) {
        String path = operation.path();
        while (path.contains("{")) {
            int from = path.indexOf('{');
            String part = path.substring(from + 1, path.indexOf('}'));
            path = path.substring(0, from) + part(part) + path.substring(path.indexOf('}') + 1);
        }
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : contract.query(operation).toList()) {
            if (parameter.path("required").asBoolean() || random.nextInt(6) == 0) {
                JsonNode value = sample(parameter.path("schema"), 0);
                String text = random.nextInt(5) == 0 ? any(NAMES) : value.asText();
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.path("name").asText())
                        .append('=')
                        .append(java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return path + query;
    }

    private String part(String name) {
        return switch (name) {
            case "project" -> random.nextInt(20) == 0 ? "nothing" : "demo";
            case "environment" -> random.nextInt(20) == 0 ? "nothing" : any(List.of("production", "development"));
            case "flag" -> any(List.of("new-checkout", "banner-text", "one", "two"));
            default -> any(NAMES);
        };
    }

    private String body(JsonNode schema) {
        JsonNode made = random.nextInt(4) == 0
                ? contract.resolved(schema).path("examples").path(0)
                : sample(schema, 0);
        JsonNode body = made.isMissingNode() ? sample(schema, 0) : made.deepCopy();
        for (int i = random.nextInt(4); i > 0; i--) {
            body = spoiled(body);
        }
        String text = body.toString();
        return switch (random.nextInt(60)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1));
            case 1 -> text.replaceFirst("\\{", "{\"comment\":\"a\",\"comment\":\"b\",");
            case 2 -> text + text;
            case 3 -> "";
            default -> text;
        };
    }

    /** Something that the schema allows, more or less. */
    private JsonNode sample(JsonNode given, int depth) {
        JsonNode schema = contract.resolved(given);
        if (schema.has("anyOf") || schema.has("allOf")) {
            return sample(any(elements(schema.has("anyOf") ? schema.path("anyOf") : schema.path("allOf"))), depth);
        }
        if (schema.has("enum")) {
            return any(elements(schema.path("enum")));
        }
        JsonNode type = schema.path("type");
        String kind = type.isArray() ? any(elements(type)).asText() : type.asText("object");
        return switch (kind) {
            case "string" -> string(schema);
            case "integer", "number" -> number(schema);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "array" -> array(schema, depth);
            case "null" -> NODES.nullNode();
            default -> object(schema, depth);
        };
    }

    private JsonNode string(JsonNode schema) {
        return NODES.textNode(
                switch (schema.path("format").asText()) {
                    case "date" -> "2027-03-31";
                    case "date-time" -> "2026-11-21T08:00:00Z";
                    case "duration" -> "PT30M";
                    default ->
                        schema.has("examples") ? schema.path("examples").path(0).asText() : any(NAMES);
                });
    }

    private JsonNode number(JsonNode schema) {
        int least = schema.path("minimum").asInt(-3);
        int most = schema.path("maximum").asInt(least + 200);
        int span = (int) Math.min(200, Math.max(1, (long) most - least + 1));
        int value = least + random.nextInt(span);
        return schema.path("type").asText().equals("number") && random.nextInt(3) == 0
                ? NODES.numberNode(value + 0.125)
                : NODES.numberNode(value);
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = depth > DEEPEST ? 0 : Math.max(schema.path("minItems").asInt(), random.nextInt(3));
        for (int i = 0; i < size; i++) {
            array.add(sample(schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required =
                elements(schema.path("required")).stream().map(JsonNode::asText).toList();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean wanted = depth <= DEEPEST && random.nextInt(2) == 0;
            if (required.contains(property.getKey()) || wanted) {
                object.set(property.getKey(), sample(property.getValue(), depth + 1));
            }
        }
        if (schema.path("additionalProperties").isObject() && depth <= DEEPEST) {
            object.set(any(NAMES), sample(schema.path("additionalProperties"), depth + 1));
            object.set(any(NAMES), sample(schema.path("additionalProperties"), depth + 1));
        }
        return object;
    }

    /** The same with one place, at any depth, made wrong. */
    private JsonNode spoiled(JsonNode node) {
        if (node instanceof ObjectNode object && !object.isEmpty() && random.nextInt(5) != 0) {
            String field =
                    any(object.properties().stream().map(Map.Entry::getKey).toList());
            switch (random.nextInt(8)) {
                case 0 -> object.remove(field);
                case 1 -> object.set(field + "x", object.get(field));
                default -> object.set(field, spoiled(object.get(field)));
            }
            return object;
        }
        if (node instanceof ArrayNode array && !array.isEmpty() && random.nextInt(5) != 0) {
            int at = random.nextInt(array.size());
            return array.set(at, spoiled(array.get(at)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> nested(node);
            case 1 -> large(node);
            default -> odd();
        };
    }

    private JsonNode nested(JsonNode node) {
        JsonNode inner = node;
        int levels = random.nextInt(4) == 0 ? 70 : 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            inner = random.nextBoolean()
                    ? NODES.arrayNode().add(inner)
                    : NODES.objectNode().set(any(NAMES), inner);
        }
        return inner;
    }

    private JsonNode large(JsonNode node) {
        return switch (random.nextInt(4)) {
            case 0 -> NODES.textNode("x".repeat(random.nextInt(70_000)));
            case 1 -> NODES.objectNode().put("y".repeat(random.nextInt(1_200)), 1);
            case 2 -> {
                ArrayNode many = NODES.arrayNode();
                for (int i = random.nextInt(300); i >= 0; i--) {
                    many.add(node);
                }
                yield many;
            }
            default -> NODES.textNode("z".repeat(random.nextInt(20) == 0 ? 1_200_000 : 501));
        };
    }

    private JsonNode odd() {
        try {
            return JSON.readTree(any(ODD));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<JsonNode> elements(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        node.forEach(list::add);
        return list;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
