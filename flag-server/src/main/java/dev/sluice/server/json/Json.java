package dev.sluice.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads and writes JSON trees. Reading is strict: UTF-8 only, at most 64 levels, no name given twice, nothing after the
 * end, no unpaired surrogates; decimals are exact. Whatever comes out can be written again.
 */
public final class Json {
    /** Nesting beyond this is refused. */
    public static final int DEEPEST = 64;

    /** The same of a whole project: what is in a body of its own elsewhere stands two levels deeper there. */
    static final int DEEPEST_OF_DOCUMENTS = DEEPEST + 2;

    private static final int LONGEST_STRING = 64 * 1024;
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_NUMBER = 100;
    private static final long MOST_TOKENS = 200_000;
    private static final int LONGEST_QUOTE = 80;

    /** What any body is bound by. */
    private static final StreamReadConstraints OF_BODIES = limits(DEEPEST, MOST_TOKENS);

    /** What a whole project is bound by. */
    static final StreamReadConstraints OF_DOCUMENTS = limits(DEEPEST_OF_DOCUMENTS, 10 * MOST_TOKENS);

    /**
     * What we wrote ourselves is bound by nothing that it could have outgrown: it holds several bodies side by side, one of them within
     * the other, and sentences about them.
     */
    private static final StreamReadConstraints OF_STORED = StreamReadConstraints.builder()
            .maxNestingDepth(2 * DEEPEST)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build();

    private static final ObjectMapper MAPPER = mapper(OF_BODIES);
    private static final ObjectMapper DOCUMENTS = mapper(OF_DOCUMENTS);
    private static final ObjectMapper STORED = mapper(OF_STORED);

    private Json() {}

    private static StreamReadConstraints limits(int deepest, long mostTokens) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxStringLength(LONGEST_STRING)
                .maxNameLength(LONGEST_NAME)
                .maxNumberLength(LONGEST_NUMBER)
                .maxTokenCount(mostTokens)
                .build();
    }

    private static ObjectMapper mapper(StreamReadConstraints limits) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(limits)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * Reads what somebody sent.
     *
     * @throws MalformedBodyException saying where it is broken
     */
    public static JsonNode parse(byte[] bytes) {
        return parse(bytes, MAPPER, "the body");
    }

    /** The same of a whole project, which may be larger than a body. */
    static JsonNode parseDocument(byte[] bytes) {
        return parse(bytes, DOCUMENTS, "the document");
    }

    private static JsonNode parse(byte[] bytes, ObjectMapper mapper, String what) {
        JsonNode tree;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            tree = mapper.readTree(text);
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException(what + " is not UTF-8; expected JSON in UTF-8");
        } catch (StreamConstraintsException e) {
            throw overALimit(what, e, mapper);
        } catch (JsonProcessingException e) {
            boolean twice = e.getOriginalMessage().startsWith("Duplicate");
            throw new MalformedBodyException((twice ? "a field is given twice" : what + " is not JSON") + where(e)
                    + "; expected one JSON object");
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MalformedBodyException("a number is out of range; expected one that a decimal can hold");
        }
        return checked(tree, what);
    }

    /** Refuses a tree that is none, or could not be written again. */
    static JsonNode checked(JsonNode tree, String what) {
        if (tree.isMissingNode()) {
            throw new MalformedBodyException(what + " is empty; expected one JSON object");
        }
        refuseUnpairedSurrogates(tree);
        return tree;
    }

    static MalformedBodyException overALimit(String what, StreamConstraintsException e, ObjectMapper mapper) {
        StreamReadConstraints limits = mapper.getFactory().streamReadConstraints();
        return new MalformedBodyException(what + " is over a limit" + where(e) + "; expected at most "
                + limits.getMaxNestingDepth() + " levels, names of " + LONGEST_NAME + ", strings of " + LONGEST_STRING
                + ", numbers of " + LONGEST_NUMBER + " characters and " + limits.getMaxTokenCount() + " parts");
    }

    /**
     * Reads what we wrote ourselves.
     *
     * @throws IllegalStateException if it is not an object: stored data was damaged
     */
    public static ObjectNode stored(byte[] bytes) {
        try {
            if (STORED.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
        throw new IllegalStateException("a stored document is not a JSON object");
    }

    /** One line of JSON in UTF-8. */
    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array of strings. */
    public static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /** A text as it looks in JSON, shortened: for messages. */
    public static String quote(String text) {
        return quote(JsonNodeFactory.instance.textNode(text));
    }

    /** The beginning of a text, of so many characters at most; no character is cut in two, for half of one is no text. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** The same with … for the rest. */
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : cut(text, most) + "…";
    }

    /** A value as it looks in JSON, shortened: for messages. */
    public static String quote(JsonNode value) {
        String text;
        if (value.isNumber()) {
            text = value.isBigDecimal() ? value.decimalValue().toString() : value.asText();
        } else {
            text = value.toString();
        }
        return shortened(text, LONGEST_QUOTE);
    }

    static String where(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static void refuseUnpairedSurrogates(JsonNode node) {
        if (node.isTextual()) {
            refuseUnpairedSurrogate(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            refuseUnpairedSurrogate(field.getKey());
        }
        for (JsonNode child : node) {
            refuseUnpairedSurrogates(child);
        }
    }

    private static void refuseUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MalformedBodyException("a text holds half of a surrogate pair; expected whole characters");
            }
        }
    }
}
