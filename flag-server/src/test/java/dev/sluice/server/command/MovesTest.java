package dev.sluice.server.command;

import static dev.sluice.server.command.Project.COLOUR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.engine.model.Range;
import dev.sluice.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MovesTest {

    private final Project project = new Project();

    /** What a place gives in one bucket, looked up the plainest way there is. */
    private static String inBucket(Targeting targeting, Serving serving, int bucket, boolean switched) {
        if (switched && !targeting.enabled()) {
            return targeting.offVariation();
        }
        if (serving instanceof Serving.Fixed fixed) {
            return fixed.variation();
        }
        Serving.Split split = (Serving.Split) serving;
        for (Range range : split.ranges()) {
            if (range.from() <= bucket && bucket < range.to()) {
                return range.variation();
            }
        }
        return split.rest() == null ? targeting.offVariation() : split.rest();
    }

    private static Map<String, Integer> counted(Targeting before, Targeting after, String rule, boolean switched) {
        Map<String, Integer> counted = new TreeMap<>();
        for (int bucket = 0; bucket < 100_000; bucket++) {
            String from = inBucket(before, before.serving(rule).orElseThrow(), bucket, switched);
            String to = inBucket(after, after.serving(rule).orElseThrow(), bucket, switched);
            if (!from.equals(to)) {
                counted.merge(from + ">" + to, 1, Integer::sum);
            }
        }
        return counted;
    }

    private static Map<String, Integer> told(JsonNode side) {
        Map<String, Integer> told = new TreeMap<>();
        side.path("changes")
                .forEach(change -> told.put(
                        change.path("from").asText() + ">" + change.path("to").asText(),
                        Percent.parse(change.path("share")).orElseThrow()));
        assertThat(Percent.parse(side.path("moved")).orElseThrow())
                .isEqualTo(told.values().stream().mapToInt(Integer::intValue).sum());
        return told;
    }

    @Test
    void sharesAreThoseThatCountingEveryBucketGives() {
        long seed = 20_261_121;
        SplittableRandom random = new SplittableRandom(seed);
        Targeting before = project.targeting(COLOUR);
        for (int round = 0; round < 60; round++) {
            String body = body(random);
            project.put(COLOUR, body);
            Targeting after = project.targeting(COLOUR);

            ArrayNode moves = Moves.of(before, after);

            for (JsonNode move : moves) {
                String place = move.path("place").asText();
                String rule = place.equals("fallthrough") ? null : place;
                if (before.serving(rule).isEmpty() || after.serving(rule).isEmpty()) {
                    assertThat(move.path("reach").asText()).isIn("new", "gone");
                    assertThat(move.path("now").isNull()).isTrue();
                    continue;
                }
                String where = "seed " + seed + ", round " + round + ", " + place + ": " + body;
                assertThat(move.path("now").path("exact").asBoolean()).as(where).isTrue();
                assertThat(told(move.path("now"))).as(where).isEqualTo(counted(before, after, rule, true));
                assertThat(told(move.path("whenEnabled"))).as(where).isEqualTo(counted(before, after, rule, false));
            }
            before = after;
        }
    }

    private static String body(SplittableRandom random) {
        String rules = random.nextInt(3) == 0
                ? ""
                : "{'id':'beta','when':[{'attribute':'plan','op':'in','values':['beta']}],'serve':" + serve(random)
                        + "}";
        return "{'enabled':" + random.nextBoolean() + ",'offVariation':'red','rules':[" + rules + "],'fallthrough':"
                + serve(random) + "}";
    }

    private static String serve(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return random.nextBoolean() ? "'green'" : "'red'";
        }
        int blue = random.nextInt(100_001);
        int green = random.nextInt(100_001 - blue);
        return "{'split':{'percent':{'blue':" + Percent.number(blue) + ",'green':" + Percent.number(green) + "}}}";
    }

    @Test
    void anotherAttributeDrawsEveryoneAnewAndTheShareIsOnlyExpected() {
        project.put(COLOUR, fallthrough("{'split':{'by':'account','percent':{'blue':50},'rest':'red'}}"));
        Targeting before = project.targeting(COLOUR);
        project.put(COLOUR, fallthrough("{'split':{'percent':{'blue':50},'rest':'red'}}"));

        JsonNode now = Moves.of(before, project.targeting(COLOUR)).get(0).path("now");

        assertThat(now.path("exact").asBoolean()).isFalse();
        assertThat(now.path("moved").asInt()).isEqualTo(50);
        assertThat(told(now)).isEqualTo(Map.of("blue>red", 25_000, "red>blue", 25_000));
    }

    @Test
    void aCodeDefaultIsNoVariation() {
        Targeting nothing =
                new Targeting(false, null, List.of(), List.of(), List.of(), new Serving.Fixed("blue"), null, null);

        JsonNode now = Moves.of(nothing, nothing.enabled(true)).get(0).path("now");

        assertThat(now.path("changes").get(0).path("from").isNull()).isTrue();
        assertThat(now.path("changes").get(0).path("to").asText()).isEqualTo("blue");
        assertThat(now.path("moved").asInt()).isEqualTo(100);
    }

    @Test
    void whoReachesAPlaceChangesWithWhatStandsAboveIt() {
        String one = "{'id':'a','when':[{'attribute':'plan','op':'in','values':['%s']}],'serve':'blue'}";
        String two = "{'id':'b','when':[{'attribute':'x','op':'exists'}],'serve':'blue'}";
        project.put(COLOUR, rules(one.formatted("gold") + "," + two));
        Targeting before = project.targeting(COLOUR);
        project.put(COLOUR, rules(one.formatted("silver") + "," + two));
        Targeting after = project.targeting(COLOUR);

        assertThat(Moves.of(before, after).findValuesAsText("reach")).containsExactly("changed", "changed", "changed");
        project.put(COLOUR, rules(one.formatted("silver").replace("'blue'", "'green'") + "," + two));
        assertThat(Moves.of(after, project.targeting(COLOUR)).findValuesAsText("reach"))
                .containsExactly("same", "same", "same");
        project.put(COLOUR, rules(two));
        assertThat(Moves.of(after, project.targeting(COLOUR)).toString())
                .contains("{\"place\":\"a\",\"reach\":\"gone\"")
                .contains("{\"place\":\"b\",\"reach\":\"changed\"");
    }

    private static String fallthrough(String serve) {
        return "{'enabled':true,'offVariation':'red','fallthrough':" + serve + "}";
    }

    private static String rules(String rules) {
        return "{'enabled':true,'offVariation':'red','fallthrough':'red','rules':[" + rules + "]}";
    }

    @Test
    void onlyWhatTakesAwayIsAnEmergency() {
        String german =
                "{'id':'de','when':[{'attribute':'c','op':'exists'}],'serve':{'split':{'percent':{'blue':%s},'rest':'red'}}}";
        project.put(COLOUR, rules(german.formatted(50)));
        Targeting before = project.targeting(COLOUR);
        FlagDefinition definition = Stored.read(project.state().flags().get("colour"), DefinitionJson::stored)
                .document();

        assertThat(project.percentage(COLOUR, "{'variation':'blue','percentage':20,'rule':'de'}")
                        .emergency())
                .isTrue();
        assertThat(project.percentage(COLOUR, "{'variation':'blue','percentage':30,'rule':'de'}")
                        .emergency())
                .isFalse();
        assertThat(project.percentage(COLOUR, "{'variation':'green','percentage':30,'rule':'de'}")
                        .emergency())
                .isFalse();
        assertThat(Exposure.onlyReduces(definition, before, before)).isFalse();
        assertThat(Exposure.onlyReduces(definition, before, before.enabled(false)))
                .isTrue();
        assertThat(Exposure.onlyReduces(definition, before.enabled(false), before))
                .isFalse();
        assertThat(Exposure.onlyReduces(definition, before, before.rules(List.of())))
                .isFalse();
        assertThat(Exposure.onlyReduces(
                        definition, before, before.enabled(false).fallthrough(new Serving.Fixed("blue"))))
                .isFalse();
        assertThat(Json.write(project.put(COLOUR, rules("")).changes())).isNotEmpty();
    }
}
