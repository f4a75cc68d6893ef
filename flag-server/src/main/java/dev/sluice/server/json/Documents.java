package dev.sluice.server.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads and writes whole projects, as YAML or as JSON: larger than a body, with the same strictness. Of YAML it takes what JSON can
 * say: no anchors, aliases, tags, merge keys or second documents, so that a file is never larger than it looks and makes nothing but
 * data. A bare {@code on}, {@code off}, {@code yes} or {@code no} is a text; only {@code true} and {@code false} are not.
 */
public final class Documents {
    /** Bytes of the largest document. */
    public static final int LARGEST = 8 * 1024 * 1024;

    private static final YAMLMapper YAML = yaml();

    /** Leaves the quotes away only where no reader of YAML, of whatever version, can take a text for something else. */
    private static final class PlainWords extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/@-]*( [A-Za-z0-9._/@-]+)*");

        @Override
        public boolean needToQuoteValue(String value) {
            return !PLAIN.matcher(value).matches() || super.needToQuoteValue(value);
        }
    }

    private Documents() {}

    private static YAMLMapper yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(Json.DEEPEST_OF_DOCUMENTS);
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(Json.OF_DOCUMENTS)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .stringQuotingChecker(new PlainWords())
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return YAMLMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * Reads YAML that somebody sent.
     *
     * @throws MalformedBodyException saying where it is broken
     */
    public static JsonNode parseYaml(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            refuseWhatIsNotData(text);
            return Json.checked(YAML.readTree(text), "the document");
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("the document is not UTF-8; expected YAML in UTF-8");
        } catch (StreamConstraintsException e) {
            throw Json.overALimit("the document", e, YAML);
        } catch (JacksonYAMLParseException e) {
            throw new MalformedBodyException("the document is not YAML, or over a limit" + Json.where(e)
                    + "; expected at most " + Json.DEEPEST_OF_DOCUMENTS + " levels and " + LARGEST + " characters");
        } catch (JsonProcessingException e) {
            boolean twice = e.getOriginalMessage().startsWith("Duplicate");
            throw new MalformedBodyException((twice ? "a field is given twice" : "the document is not YAML")
                    + Json.where(e) + "; expected one YAML document");
        } catch (IOException | ArithmeticException | IllegalArgumentException e) {
            throw new MalformedBodyException("the document is not YAML; expected one YAML document");
        }
    }

    /**
     * Reads JSON that somebody sent, as large as a project may be.
     *
     * @throws MalformedBodyException saying where it is broken
     */
    public static JsonNode parseJson(byte[] bytes) {
        return Json.parseDocument(bytes);
    }

    /** The YAML of a tree, in UTF-8: the same bytes for the same tree. */
    public static byte[] writeYaml(JsonNode tree) {
        try {
            return YAML.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written", e);
        }
    }

    /** The reader makes texts of aliases and bounds no text, so both are looked at first. */
    private static void refuseWhatIsNotData(String text) throws IOException {
        try (YAMLParser parser = YAML.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String what = parser.isCurrentAlias()
                        ? "an alias"
                        : parser.getObjectId() != null ? "an anchor" : parser.getTypeId() != null ? "a tag" : null;
                if (what != null) {
                    throw new MalformedBodyException(what + " is not allowed" + at(parser)
                            + "; expected what JSON can say: no anchors, aliases or tags");
                }
                int length = token.isScalarValue() || token == JsonToken.FIELD_NAME
                        ? parser.getText().length()
                        : 0;
                if (length > longest(token)) {
                    throw new MalformedBodyException("a part of " + length + " characters is not allowed" + at(parser)
                            + "; expected at most " + longest(token));
                }
            }
        }
    }

    private static int longest(JsonToken token) {
        return switch (token) {
            case FIELD_NAME -> Json.OF_DOCUMENTS.getMaxNameLength();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Json.OF_DOCUMENTS.getMaxNumberLength();
            default -> Json.OF_DOCUMENTS.getMaxStringLength();
        };
    }

    private static String at(JsonParser parser) {
        return " at line " + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr();
    }
}
