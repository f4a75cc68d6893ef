package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code /openapi.json} promises, held against every exchange of the REST tests: a status is documented, an answer has the headers
 * and the body that it should have and nothing more, and whatever was accepted is a request as documented.
 */
public final class Contract {
    private static final Contract SERVED = new Contract(OpenApi.document());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROWS = "application/x-ndjson";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ObjectNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /** One operation of the document. */
    record Operation(String method, String path, ObjectNode json) {
        String id() {
            return json.path("operationId").asText();
        }

        /** The statuses that are documented. */
        List<Integer> statuses() {
            return json.path("responses").properties().stream()
                    .map(response -> Integer.valueOf(response.getKey()))
                    .sorted()
                    .toList();
        }

        boolean isPublic() {
            return json.path("security").isEmpty();
        }

        /** Whether it takes a session, and no token will do. */
        boolean isForPersons() {
            return json.path("x-permission").asText().equals("person");
        }

        /** Whether it takes whole files, which have limits of their own. */
        boolean isOfFiles() {
            return json.path("requestBody").path("content").has("application/yaml");
        }

        /** Whether people call it, as opposed to SDKs. */
        boolean isOfPeople() {
            return json.path("security").toString().contains("session");
        }

        private boolean is(String asked, String[] segments) {
            String[] mine = path.split("/");
            if (!method.equals(asked) || mine.length != segments.length) {
                return false;
            }
            for (int i = 0; i < mine.length; i++) {
                if (!mine[i].startsWith("{") && !mine[i].equals(segments[i])) {
                    return false;
                }
            }
            return true;
        }

        private long parts() {
            return path.chars().filter(c -> c == '{').count();
        }
    }

    /** What was sent and what came back. Header names in lower case; an absent body is null or empty. */
    public record Exchange(
            String method,
            URI uri,
            String contentType,
            byte[] sent,
            int status,
            Map<String, List<String>> headers,
            byte[] received) {}

    private Contract(ObjectNode served) {
        // A copy: closing it would change what the server of this process describes.
        ObjectNode document = served.deepCopy();
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), (ObjectNode)
                                        method.getValue()))));
        close(document);
    }

    /** The contract of this build. */
    static Contract served() {
        return SERVED;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Each documented status below this path, as operation id and status. */
    public static Set<String> documented(String under) {
        Set<String> all = new TreeSet<>();
        SERVED.operations.stream()
                .filter(operation -> operation.path().startsWith(under))
                .forEach(operation -> operation.statuses().forEach(status -> all.add(operation.id() + " " + status)));
        return all;
    }

    /** The id of the operation at this address. */
    public static String idOf(String method, String path) {
        return SERVED.operation(method, path).orElseThrow().id();
    }

    /** Fails if the exchange is not as documented. What has no address of ours promises nothing. */
    public static void check(Exchange exchange) {
        SERVED.hold(exchange);
    }

    private void hold(Exchange exchange) {
        Optional<Operation> found = operation(exchange.method(), exchange.uri().getPath());
        if (found.isEmpty()) {
            return;
        }
        Operation operation = found.get();
        List<String> faults = new ArrayList<>();
        JsonNode answer = operation.json().path("responses").path(String.valueOf(exchange.status()));
        if (answer.isMissingNode()) {
            faults.add("the status is not documented");
        } else {
            headers(answer, exchange, faults);
            answerBody(operation, answer, exchange, faults);
        }
        if (exchange.status() < 300) {
            request(operation, exchange, faults);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("%s (%s %s) answered %s to %s:%n%s%n%s"
                    .formatted(
                            operation.id(),
                            exchange.method(),
                            exchange.uri(),
                            exchange.status(),
                            text(exchange.sent()),
                            String.join("\n", faults),
                            text(exchange.received())));
        }
    }

    /** The operation at this address. */
    Optional<Operation> operation(String method, String path) {
        String[] segments = path.split("/");
        return operations.stream()
                .filter(operation -> operation.is(method, segments))
                .min(Comparator.comparingLong(Operation::parts));
    }

    private void headers(JsonNode answer, Exchange exchange, List<String> faults) {
        answer.path("headers").properties().forEach(header -> {
            JsonNode described = resolved(header.getValue());
            List<String> values = exchange.headers().getOrDefault(header.getKey(), List.of());
            if (values.isEmpty() && described.path("required").asBoolean()) {
                faults.add("the header " + header.getKey() + " is missing");
            }
            values.forEach(value ->
                    validate("header " + header.getKey(), described.path("schema"), JSON.valueToTree(value), faults));
        });
    }

    private void answerBody(Operation operation, JsonNode answer, Exchange exchange, List<String> faults) {
        JsonNode content = answer.path("content");
        if (content.isMissingNode()) {
            if (exchange.received().length > 0) {
                faults.add("a body came, none is documented");
            }
            return;
        }
        String type = bare(
                exchange.headers().getOrDefault("content-type", List.of("")).get(0));
        if (!content.has(type)) {
            faults.add("the answer is " + type + ", documented is " + names(content));
        } else if (type.endsWith("json")) {
            String place = operation.id() + " " + exchange.status() + " " + type;
            JsonNode schema = content.path(type).path("schema");
            for (byte[] document : documents(type, exchange.received())) {
                validate(place, schema, read(document, faults), faults);
            }
        }
    }

    /** The body, or each line of one that has a document a line. */
    private static List<byte[]> documents(String type, byte[] body) {
        return type.endsWith("ndjson")
                ? new String(body, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList()
                : List.of(body);
    }

    private void request(Operation operation, Exchange exchange, List<String> faults) {
        List<String> known = queryNames(operation);
        queryNames(exchange.uri()).stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add("the query parameter " + name + " was accepted and is not documented"));
        JsonNode body = operation.json().path("requestBody");
        if (exchange.sent() == null || exchange.sent().length == 0) {
            if (body.path("required").asBoolean()) {
                faults.add("no body was accepted, one is documented as required");
            }
            return;
        }
        String type = bare(exchange.contentType() == null ? "" : exchange.contentType());
        JsonNode schema = body.path("content").path(type).path("schema");
        if (schema.isMissingNode()) {
            faults.add("a body of " + type + " was accepted, documented is " + names(body.path("content")));
        } else if (type.endsWith("json") && !type.equals(ROWS)) { // a row that is none may be told of in the answer
            JsonNode sent = read(exchange.sent(), faults);
            boolean merge = operation.method().equals("PATCH") || type.equals(MERGE_PATCH);
            validate(operation.id() + " body " + type, schema, merge ? sent : withoutNulls(sent), faults);
        }
    }

    /** Faults of a value against a schema of the document, or of a part of it. */
    void validate(String place, JsonNode schema, JsonNode value, List<String> faults) {
        Schema compiled = schemas.computeIfAbsent(place, key -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.putArray("allOf").add(schema);
            whole.set("$defs", document.path("components").path("schemas"));
            return registry.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"));
        });
        synchronized (compiled) {
            compiled.validate(value).forEach(error -> faults.add(place + ": " + error));
        }
    }

    /** A schema by its name. */
    JsonNode schema(String name) {
        return document.path("components").path("schemas").path(name);
    }

    /** The first example of the JSON body, or null if it takes none. */
    JsonNode example(Operation operation) {
        JsonNode schema = operation
                .json()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode() ? null : resolved(schema).path("examples").get(0);
    }

    /** Names of the query parameters. */
    List<String> queryNames(Operation operation) {
        return query(operation).map(each -> each.path("name").asText()).toList();
    }

    /** The address with those query parameters that must be there, each with its example. */
    String withRequiredQuery(Operation operation, String path) {
        String query = query(operation)
                .filter(each -> each.path("required").asBoolean())
                .map(each ->
                        each.path("name").asText() + "=" + each.path("example").asText())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** The query parameters. */
    Stream<JsonNode> query(Operation operation) {
        return StreamSupport.stream(operation.json().path("parameters").spliterator(), false)
                .map(this::resolved)
                .filter(each -> each.path("in").asText().equals("query"));
    }

    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** An answer may get more fields one day; that it got one without a word in the document is a mistake. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.path("properties").isObject()
                && schema.path("type").asText().equals("object")
                && !schema.has("additionalProperties")
                && !schema.has("allOf")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(Contract::close);
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode rest = JSON.createObjectNode();
            object.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> rest.set(field.getKey(), withoutNulls(field.getValue())));
            return rest;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode rest = JSON.createArrayNode();
            array.forEach(element -> rest.add(withoutNulls(element)));
            return rest;
        }
        return node;
    }

    private static JsonNode read(byte[] bytes, List<String> faults) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            faults.add("what is declared as JSON is none: " + e.getMessage());
            return JSON.missingNode();
        }
    }

    private static List<String> queryNames(URI uri) {
        String query = uri.getRawQuery();
        List<String> names = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            names.add(URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8));
        }
        return names;
    }

    private static String bare(String type) {
        return type.split(";", 2)[0].trim();
    }

    private static String names(JsonNode content) {
        Map<String, JsonNode> all = new TreeMap<>();
        content.properties().forEach(each -> all.put(each.getKey(), each.getValue()));
        return String.join(", ", all.keySet());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "no body" : new String(bytes, StandardCharsets.UTF_8);
    }
}
