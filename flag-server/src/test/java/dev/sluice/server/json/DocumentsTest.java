package dev.sluice.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.proof.Proves;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentsTest {

    private static final long SEED = 77L;
    private static final String[] PARTS = {
        "on",
        "off",
        "yes",
        "no",
        "y",
        "n",
        "true",
        "null",
        "~",
        "1",
        "0x1F",
        "1_000",
        "1e3",
        "012",
        ".5",
        "-",
        ": ",
        " #",
        "\n",
        "\r\n",
        "\t",
        " ",
        "'",
        "\"",
        "\\",
        "[",
        "{",
        "&a",
        "*a",
        "!!int",
        "%",
        "@",
        "`",
        "|",
        ">",
        "<<",
        "é",
        "\u2028",
        "😀",
        "2027-03-31",
        "12:30:45"
    };

    @Test
    void everyTextComesBackAsItself() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(4); parts >= 0; parts--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            ObjectNode tree = Json.object().put("k" + text, text.toString());
            tree.putArray("list").add(text.toString()).add(true).add(1.5).addNull();

            byte[] yaml = Documents.writeYaml(tree);

            assertThat(Json.write(Documents.parseYaml(yaml)))
                    .as("%s as %s", Json.quote(text.toString()), new String(yaml, StandardCharsets.UTF_8))
                    .isEqualTo(Json.write(tree));
        }
    }

    @Test
    void aBareWordIsATextAndOnlyTrueAndFalseAreNot() {
        JsonNode read = parse("a: off\nb: on\nc: yes\nd: No\ne: true\nf: false\ng: \"true\"\noff: y");

        assertThat(read.toString())
                .isEqualTo(
                        "{\"a\":\"off\",\"b\":\"on\",\"c\":\"yes\",\"d\":\"No\",\"e\":true,\"f\":false,\"g\":\"true\",\"off\":\"y\"}");
    }

    @Test
    void plainWordsAreWrittenPlainlyAndDoubtfulOnesInQuotes() {
        ObjectNode tree = Json.object()
                .put("a", "new-checkout")
                .put("b", "off")
                .put("c", "12")
                .put("d", "a: b");

        assertThat(new String(Documents.writeYaml(tree), StandardCharsets.UTF_8))
                .isEqualTo("a: new-checkout\nb: \"off\"\nc: \"12\"\nd: \"a: b\"\n");
    }

    @ParameterizedTest
    @Proves("F77")
    @ValueSource(
            strings = {
                "a: &x [1]\nb: *x",
                "a: &x [1]",
                "a: !!int 1",
                "a: !java.net.URL [x]",
                "a: 1\n---\nb: 2",
                "a: 1\na: 2",
                "{a: 1",
                "a: \"\\uD800\"",
                "",
                "a: [[[["
            })
    void whatJsonCannotSayIsRefused(String yaml) {
        assertThatExceptionOfType(MalformedBodyException.class).isThrownBy(() -> parse(yaml));
    }

    @Test
    @Proves("F77")
    void limitsHoldForDepthNamesTextsAndNumbers() {
        refused("[".repeat(100) + "]".repeat(100));
        refused("[".repeat(100_000));
        refused("- ".repeat(50_000) + "1");
        refused("a: \"" + "x".repeat(70_000) + "\"");
        refused("\"" + "x".repeat(2_000) + "\": 1");
        refused("a: " + "1".repeat(200));
        refused("a:" + " - 1\n".repeat(10));
    }

    @Test
    @Proves("F77")
    void aBombOfAliasesIsRefusedBeforeItGrows() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }
        refused(bomb.toString());
    }

    private static void refused(String yaml) {
        assertThatExceptionOfType(MalformedBodyException.class)
                .as(yaml.substring(0, Math.min(40, yaml.length())))
                .isThrownBy(() -> parse(yaml));
    }

    private static JsonNode parse(String yaml) {
        return Documents.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
