package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.server.http.Contract.Operation;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description and the table of routes say the same, and the description holds together. */
final class OpenApiTest {

    private static final String TOKEN = "[{\"token\":[]}";
    private static RestServer server;
    private static Contract contract;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        server = new RestServer();
        contract = Contract.served();
        document = server.sendAs("GET", "/openapi.json", null).json();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String address(Route route) {
        return route.method() + " " + route.path().replaceAll(":([a-zA-Z]+)", "{$1}");
    }

    @Test
    void whoeverAsksGetsTheDescription() {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document).isEqualTo(asTree(OpenApi.document()));
    }

    @Test
    void everyRouteIsDescribedWithItsPermissionAndNothingElseIs() {
        Map<String, String> table = new TreeMap<>();
        server.routes.forEach(
                route -> table.put(address(route), route.permission().name().toLowerCase(java.util.Locale.ROOT)));
        Map<String, String> described = new TreeMap<>();
        contract.operations()
                .forEach(operation -> described.put(
                        operation.method() + " " + operation.path(),
                        operation.json().path("x-permission").asText()));

        assertThat(described).isEqualTo(table);
    }

    @Test
    void whoMayCallFollowsFromThePermission() {
        for (Operation operation : contract.operations()) {
            String security = operation.json().path("security").toString();
            String expected = switch (operation.json().path("x-permission").asText()) {
                case "public" -> "[]";
                case "sdk" -> "[{\"sdkKey\":[]}]";
                case "person" -> "[{\"session\":[],\"csrf\":[]}]";
                case "ofrep_stream" -> "[{\"streamToken\":[]}]";
                case "ofrep" -> "[{\"sdkKey\":[]},{\"clientKey\":[]}]";
                default ->
                    operation.method().equals("GET")
                            ? TOKEN + ",{\"session\":[]}]"
                            : TOKEN + ",{\"session\":[],\"csrf\":[]}]";
            };

            assertThat(security).as(operation.id()).isEqualTo(expected);
        }
    }

    @Test
    void exactlyTheActsTakeAnIdempotencyKey() {
        Set<String> acts = server.routes.stream()
                .filter(route -> (route.work() instanceof Route.Action || route.work() instanceof Route.Upload)
                        && !route.method().equals(HttpMethod.GET))
                .map(OpenApiTest::address)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = contract.operations().stream()
                .filter(operation -> operation
                        .json()
                        .path("parameters")
                        .toString()
                        .contains("#/components/parameters/header.Idempotency-Key"))
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(acts);
    }

    @Test
    void everyOperationHasItsOwnNameAndSaysWhatItDoes() {
        Set<String> names = new TreeSet<>();
        for (Operation operation : contract.operations()) {
            assertThat(operation.id()).matches("[a-z][A-Za-z]+");
            assertThat(names.add(operation.id())).as(operation.id()).isTrue();
            assertThat(operation.json().path("summary").asText())
                    .as(operation.id())
                    .isNotBlank();
            assertThat(operation.json().path("responses").size()).isPositive();
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
        Set<String> used = new TreeSet<>();
        references(document, used);
        Set<String> there = new TreeSet<>();
        document.path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .properties()
                        .forEach(name -> there.add("#/components/" + kind.getKey() + "/" + name.getKey())));
        there.removeIf(name -> name.startsWith("#/components/securitySchemes/"));

        assertThat(there).containsAll(used);
        there.removeIf(name -> name.startsWith("#/components/headers/"));
        assertThat(used).containsAll(there);
    }

    @Test
    void everyExampleIsValidAndEveryBodyHasOne() {
        List<String> faults = new ArrayList<>();
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("examples")
                        .forEach(example -> contract.validate(
                                "schema " + schema.getKey(), contract.schema(schema.getKey()), example, faults)));
        for (String kind : new String[] {"parameters", "headers"}) {
            document.path("components").path(kind).properties().forEach(each -> {
                JsonNode example = each.getValue().path("example");
                if (!example.isMissingNode()) {
                    contract.validate(kind + each.getKey(), each.getValue().path("schema"), example, faults);
                }
            });
        }
        for (Operation operation : contract.operations()) {
            JsonNode body = operation.json().path("requestBody").path("content").path("application/json");
            if (!body.isMissingNode()
                    && contract.resolved(body.path("schema")).path("examples").isEmpty()) {
                faults.add(operation.id() + " takes a body without an example");
            }
        }

        assertThat(faults).isEmpty();
    }

    private static void references(JsonNode node, Set<String> all) {
        if (node.path("$ref").isTextual()) {
            all.add(node.path("$ref").asText());
        }
        node.forEach(child -> references(child, all));
    }

    private static JsonNode asTree(JsonNode node) {
        try {
            return new ObjectMapper().readTree(node.toString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
