package dev.sluice.server.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Puts the description of the REST API together: OpenAPI 3.1, from the short form in the resource folder {@code openapi}, whose README
 * tells how to write it. What contradicts itself there (a name given twice, a name that nothing has) fails.
 */
final class OpenApi {
    private static final String FOLDER = "/openapi/";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String[] SHARED = {"path", "query", "headers", "answerHeaders", "problems", "schemas"};

    private final ObjectNode common = read("openapi");
    private final Map<String, ObjectNode> areas = new LinkedHashMap<>();

    private OpenApi() {
        for (JsonNode area : common.withArray("areas")) {
            areas.put(area.asText(), read(area.asText()));
        }
        areas.forEach((name, area) -> {
            for (String words : SHARED) {
                area.path(words).properties().forEach(word -> add(common.withObject("/" + words), word, name));
            }
        });
    }

    /** Made when it is first asked for: a node that starts has better things to do. */
    private static final class Whole {
        static final ObjectNode DOCUMENT = new OpenApi().assembled();
    }

    /** The whole document; shared, never changed. The first call reads files of the class path: not for an event loop. */
    static ObjectNode document() {
        return Whole.DOCUMENT;
    }

    private ObjectNode assembled() {
        ObjectNode document = common.withObject("/document");
        ArrayNode tags = document.putArray("tags");
        ObjectNode paths = document.putObject("paths");
        OpenApiOperation operations = new OpenApiOperation(common);
        areas.forEach((name, area) -> {
            tags.add(area.path("tag"));
            String tag = area.path("tag").path("name").asText();
            area.path("routes").properties().forEach(route -> {
                String[] address = route.getKey().split(" ");
                ObjectNode operation = operations.of(address[0], address[1], tag, route.getValue());
                ObjectNode path =
                        paths.get(address[1]) instanceof ObjectNode known ? known : paths.putObject(address[1]);
                path.set(address[0].toLowerCase(Locale.ROOT), operation);
            });
        });
        components(document.putObject("components"));
        expandReferences(document);
        return document;
    }

    private void components(ObjectNode components) {
        components.set("schemas", common.path("schemas"));
        components.set("securitySchemes", common.path("securitySchemes"));
        components.set("headers", common.path("answerHeaders"));
        ObjectNode parameters = components.putObject("parameters");
        common.path("path")
                .properties()
                .forEach(part -> parameters
                        .putObject("path." + part.getKey())
                        .put("name", part.getKey())
                        .put("in", "path")
                        .put("required", true)
                        .put("description", part.getValue().asText())
                        .set("schema", Json.object().put("$ref", "Key")));
        parameters(parameters, "query", common.path("query"));
        parameters(parameters, "header", common.path("headers"));
    }

    private static void parameters(ObjectNode all, String in, JsonNode words) {
        words.properties().forEach(word -> {
            ObjectNode parameter = all.putObject(in + "." + word.getKey());
            parameter.put("name", word.getValue().path("name").asText(word.getKey()));
            parameter.put("in", in);
            word.getValue().properties().stream()
                    .filter(field -> !field.getKey().equals("name"))
                    .forEach(field -> parameter.set(field.getKey(), field.getValue()));
        });
    }

    /** Turns the bare name of a schema into a reference to it. */
    private void expandReferences(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("$ref").isTextual()
                && !object.path("$ref").asText().startsWith("#")) {
            String name = object.path("$ref").asText();
            if (!common.path("schemas").has(name)) {
                throw new IllegalStateException("openapi: there is no schema " + name);
            }
            object.put("$ref", "#/components/schemas/" + name);
        }
        node.forEach(this::expandReferences);
    }

    private static void add(ObjectNode all, Map.Entry<String, JsonNode> word, String area) {
        if (all.has(word.getKey())) {
            throw new IllegalStateException("openapi: " + area + " has another " + word.getKey());
        }
        all.set(word.getKey(), word.getValue());
    }

    private static ObjectNode read(String name) {
        try (InputStream in = OpenApi.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (in != null && YAML.readTree(in) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("openapi: " + name + ".yaml cannot be read", e);
        }
        throw new IllegalStateException("openapi: " + name + ".yaml is missing, or no object");
    }
}
