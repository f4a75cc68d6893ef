package dev.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.Writer;
import dev.sluice.proof.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad data costs the flag that it is in, and nothing else. */
class RobustnessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final Context CONTEXT =
            Context.builder("u1").set("plan", "gold").build();
    private static final String GOLDEN = """
            {"key":"f","type":"boolean","version":17,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",
            "prerequisites":[{"flag":"p","variations":["on"]}],
            "targets":[{"variation":"on","attribute":"targetingKey","keys":["u7"]}],
            "rules":[{"id":"r1","when":[{"op":"inSegment","values":["s"]}],"serve":{"variation":"off"}},
            {"id":"r2","when":[{"attribute":"plan","op":"in","values":["gold"],"negate":false,"ignoreCase":true}],
            "serve":{"split":{"by":"account","salt":"f","buckets":100000,"ranges":[{"variation":"on","from":0,"to":25000}],
            "rest":"off"}}}],"fallthrough":{"variation":"off"},"guard":{"variation":"on","baseline":"off","maxErrorShare":0.1,
            "minimum":20,"windowMillis":10000,"probeAfterMillis":30000,"region":"geo.country"}}""";

    @Test
    void noFieldThatIsMissingBlankNullOrOfAnotherTypeMakesAnythingThrow() throws JsonProcessingException {
        JsonNode golden = JSON.readTree(GOLDEN);
        List<String> pointers = new ArrayList<>();
        collect(golden, "", pointers);
        assertThat(pointers).hasSizeGreaterThan(50);
        int understood = 0;
        for (String pointer : pointers) {
            for (String replacement : new String[] {
                null,
                "null",
                "\"\"",
                "[]",
                "{}",
                "0",
                "-1",
                "1e400",
                "true",
                "[null]",
                "[{}]",
                "{\"\":null}",
                "\"\\u0000\""
            }) {
                understood += survives(changed(golden, pointer, replacement), pointer + " = " + replacement);
            }
        }
        assertThat(understood).isBetween(1, pointers.size() * 13 / 2);
    }

    private static int survives(String record, String told) {
        Writer writer = new Writer("1.a").flag("other", simple("other", "on")).flag("f", record);
        writer.flag("p", simple("p", "on"))
                .segment("s", "{\"key\":\"s\",\"included\":[\"u9\"]}")
                .commit();
        Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();

        Decision decision = EVALUATOR.decide(snapshot, "f", ValueType.BOOLEAN, CONTEXT);
        assertThat(decision.hasValue() && decision.errorCode() != null).as(told).isFalse();
        assertThat((decision.errorCode() != null) == (decision.reason() == Reason.ERROR))
                .as(told)
                .isTrue();
        assertThat(EVALUATOR.decide(snapshot, "other", CONTEXT).variation())
                .as(told)
                .isEqualTo("on");
        boolean reported =
                snapshot.notUnderstood().stream().anyMatch(bad -> bad.flag().equals("f"));
        assertThat(decision.errorCode() != ErrorCode.PARSE_ERROR || reported)
                .as(told)
                .isTrue();
        return reported ? 0 : 1;
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> collect(node.get(name), pointer + "/" + name, pointers));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, pointers);
        }
    }

    private static String changed(JsonNode golden, String pointer, String replacement) throws JsonProcessingException {
        JsonNode copy = golden.deepCopy();
        int last = pointer.lastIndexOf('/');
        String name = pointer.substring(last + 1);
        JsonNode parent = copy.at(pointer.substring(0, last));
        // 1e400 is no number that JSON libraries write: put a mark, and the text in its place
        JsonNode value = "1e400".equals(replacement)
                ? JSON.getNodeFactory().textNode("MARK")
                : replacement == null ? null : JSON.readTree(replacement);
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (parent instanceof ArrayNode array) {
            if (value == null) {
                array.remove(Integer.parseInt(name));
            } else {
                array.set(Integer.parseInt(name), value);
            }
        }
        return copy.toString().replace("\"MARK\"", "1e400");
    }

    @Test
    void recordsOfNoiseAreParseErrorsAndHarmNobody() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] golden = GOLDEN.getBytes(UTF_8);
        WireCodec codec = new WireCodec();
        for (int round = 0; round < 30_000; round++) {
            byte[] noise = golden.clone();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            FlagReading reading = codec.readFlag("f", noise);
            assertThat(reading).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "1e-9", "0.5", "\"0\"", "NaN", "1e10", "true", "[0]"})
    void aRangeThatIsNoWholePartOfTheLineIsRefused(String from) {
        String record = GOLDEN.replace("\"from\":0", "\"from\":" + from);

        assertThat(new WireCodec().readFlag("f", record.getBytes(UTF_8))).isInstanceOf(FlagReading.NotUnderstood.class);
    }

    @Test
    void absentMinusZeroAndAnEmptyRangeAreWhatTheyAre() {
        WireCodec codec = new WireCodec();

        assertThat(codec.readFlag("f", GOLDEN.replace("\"from\":0,", "").getBytes(UTF_8)))
                .isInstanceOf(FlagReading.NotUnderstood.class);
        assertThat(codec.readFlag(
                        "f", GOLDEN.replace("\"to\":25000", "\"to\":0").getBytes(UTF_8)))
                .isInstanceOf(FlagReading.NotUnderstood.class);
        assertThat(codec.readFlag(
                        "f", GOLDEN.replace("\"to\":25000", "\"to\":100001").getBytes(UTF_8)))
                .isInstanceOf(FlagReading.NotUnderstood.class);
        for (String zero : new String[] {"-0", "-0.0", "0.0", "0e9"}) {
            assertThat(codec.readFlag(
                            "f",
                            GOLDEN.replace("\"from\":0", "\"from\":" + zero).getBytes(UTF_8)))
                    .isInstanceOf(FlagReading.Understood.class);
        }
    }

    /** Of random graphs of prerequisites, exactly the flags on a circle are not understood; the others decide. */
    @Test
    @Proves("F73")
    void inAnyGraphOfPrerequisitesOnlyTheFlagsOnACircleAreNotUnderstood() {
        SplittableRandom random = new SplittableRandom(73);
        for (int round = 0; round < 2_000; round++) {
            int size = random.nextInt(1, 12);
            TreeMap<String, Set<String>> graph = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                Set<String> edges = new TreeSet<>();
                for (int j = random.nextInt(3); j > 0; j--) {
                    edges.add("f" + random.nextInt(size));
                }
                graph.put("f" + i, edges);
            }
            Writer writer = new Writer("1.a");
            graph.forEach((key, edges) -> writer.flag(key, withPrerequisites(key, edges)));
            writer.commit();
            Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();

            Set<String> onCircle = new TreeSet<>();
            graph.keySet().forEach(key -> {
                if (reaches(graph, key, key)) {
                    onCircle.add(key);
                }
            });
            assertThat(snapshot.notUnderstood())
                    .extracting(NotUnderstood::flag)
                    .as(graph.toString())
                    .containsExactlyElementsOf(onCircle);
            for (String key : graph.keySet()) {
                boolean dependsOnCircle =
                        onCircle.stream().anyMatch(bad -> key.equals(bad) || reaches(graph, key, bad));
                assertThat(EVALUATOR.decide(snapshot, key, CONTEXT).variation())
                        .as(graph + " " + key)
                        .isEqualTo(dependsOnCircle ? "off" : "on");
            }
        }
    }

    private static boolean reaches(TreeMap<String, Set<String>> graph, String from, String to) {
        Set<String> seen = new HashSet<>();
        List<String> next = new ArrayList<>(graph.get(from));
        while (!next.isEmpty()) {
            String key = next.remove(next.size() - 1);
            if (key.equals(to)) {
                return true;
            }
            if (seen.add(key)) {
                next.addAll(graph.get(key));
            }
        }
        return false;
    }

    @Test
    @Proves("F73")
    void aCircleThatADeltaClosesIsMendedByTheDeltaThatOpensIt() {
        Writer writer = new Writer("1.a");
        writer.flag("a", withPrerequisites("a", Set.of("b")))
                .flag("b", simple("b", "on"))
                .commit();
        Replica good = Replica.of(writer.snapshot());

        Replica closed =
                good.apply(writer.flag("b", withPrerequisites("b", Set.of("a"))).commit());
        Replica opened = closed.apply(writer.flag("a", simple("a", "on")).commit());

        assertThat(closed.snapshot().notUnderstood())
                .extracting(NotUnderstood::flag)
                .containsExactly("b");
        assertThat(EVALUATOR.decide(closed.snapshot(), "a", CONTEXT).variation())
                .isEqualTo("on");
        assertThat(opened.snapshot().notUnderstood()).isEmpty();
        assertThat(EVALUATOR.decide(opened.snapshot(), "b", CONTEXT).variation())
                .isEqualTo("on");
    }

    @Test
    @Proves("F73")
    void aLongChainOrATowerOfDiamondsIsRefusedAndADiamondIsFine() {
        Writer writer = new Writer("1.a");
        for (int i = 0; i < 1_000; i++) {
            writer.flag("c" + i, withPrerequisites("c" + i, i == 0 ? Set.of() : Set.of("c" + (i - 1))));
        }
        for (int i = 0; i < 40; i++) {
            Set<String> below = i == 0 ? Set.of() : Set.of("l" + (i - 1), "r" + (i - 1));
            writer.flag("l" + i, withPrerequisites("l" + i, below)).flag("r" + i, withPrerequisites("r" + i, below));
        }
        writer.commit();
        Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();

        assertThat(EVALUATOR.decide(snapshot, "c63", CONTEXT).variation()).isEqualTo("on");
        assertThat(EVALUATOR.decide(snapshot, "c64", CONTEXT).variation()).isEqualTo("off");
        assertThat(EVALUATOR.decide(snapshot, "c999", CONTEXT).hasValue()).isTrue();
        assertThat(EVALUATOR.decide(snapshot, "l5", CONTEXT).variation()).isEqualTo("on");
        assertThat(EVALUATOR.decide(snapshot, "l39", CONTEXT).variation()).isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(.*a){20}$"})
    void anExpressionThatRunsAwayElsewhereTakesNoExponentialTime(String expression) {
        Context context =
                Context.builder().set("text", "a".repeat(50_000) + "!").build();
        Snapshot snapshot = matching(expression);
        EVALUATOR.decide(snapshot, "f", context);

        Decision decision =
                Assertions.assertTimeout(Duration.ofSeconds(5), () -> EVALUATOR.decide(snapshot, "f", context));

        assertThat(decision.variation()).isEqualTo("off");
    }

    @Test
    void anExpressionIsAtMostAThousandCharactersOfRe2() {
        assertThat(matching("a".repeat(1_000)).notUnderstood()).isEmpty();
        assertThat(matching("a".repeat(1_001)).notUnderstood()).hasSize(1);
        assertThat(matching("(?=a)").notUnderstood()).hasSize(1);
        assertThat(matching("(a)\\\\1").notUnderstood()).hasSize(1);
        assertThat(matching("[").notUnderstood().get(0).why()).doesNotContain("[");
    }

    private static Snapshot matching(String expression) {
        Writer writer = new Writer("1.a");
        writer.flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "rules":[{"id":"r","when":[{"attribute":"text","op":"matches","values":["%s"]}],"serve":{"variation":"on"}}],\
                "fallthrough":{"variation":"off"}}""".formatted(expression)).commit();
        return Replica.of(writer.snapshot()).snapshot();
    }

    @Test
    void duplicateNamesAndDeepNestingAreRefused() {
        WireCodec codec = new WireCodec();
        String twice = GOLDEN.replace("\"off\":false}", "\"off\":false,\"on\":false}");
        String deep = GOLDEN.replace("\"version\"", "\"extra\":" + "[".repeat(80) + "]".repeat(80) + ",\"version\"");
        String veryDeep = GOLDEN.replace("\"version\"", "\"extra\":" + "[".repeat(100_000) + ",\"version\"");

        for (String record : List.of(twice, deep, veryDeep)) {
            assertThat(codec.readFlag("f", record.getBytes(UTF_8))).isInstanceOf(FlagReading.NotUnderstood.class);
        }
    }

    @Test
    void aPluggedInPartThatThrowsIsAnErrorOfThatDecisionOnly() {
        Evaluator failing = Evaluator.of(
                ip -> {
                    throw new IllegalStateException("no database");
                },
                buckets -> {
                    throw new IllegalStateException("no entropy");
                });
        Writer writer = new Writer("1.a");
        writer.flag(
                        "f",
                        simple("f", "on")
                                .replace(
                                        "\"fallthrough\":{\"variation\":\"on\"}",
                                        "\"fallthrough\":{\"split\":{\"by\":\"random\",\"salt\":\"s\",\"buckets\":10,\"ranges\":[]}}"))
                .flag("g", simple("g", "on"))
                .commit();
        Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();

        assertThat(failing.decide(snapshot, "f", CONTEXT).errorCode()).isEqualTo(ErrorCode.GENERAL);
        assertThat(failing.decide(snapshot, "g", CONTEXT).variation()).isEqualTo("on");
    }

    @Test
    void onlyANullArgumentThrows() {
        Snapshot empty = Replica.initial(new Epoch(1, "a")).snapshot();

        assertThatNullPointerException().isThrownBy(() -> EVALUATOR.decide(empty, null, CONTEXT));
    }

    private static String withPrerequisites(String key, Set<String> flags) {
        List<String> prerequisites = new ArrayList<>();
        for (String flag : flags) {
            prerequisites.add("{\"flag\":\"" + flag + "\",\"variations\":[\"on\"]}");
        }
        return simple(key, "on").replace("\"fallthrough\"", "\"prerequisites\":" + prerequisites + ",\"fallthrough\"");
    }

    private static String simple(String key, String fallthrough) {
        return """
                {"key":"%s","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off","fallthrough":{"variation":"%s"}}""".formatted(key, fallthrough);
    }
}
