package dev.sluice.server.command;

import static dev.sluice.server.command.Project.COLOUR;
import static dev.sluice.server.command.Project.F;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TargetingTest {

    private final Project project = new Project();

    @Test
    void severalPercentagesAreGivenOutInTheFlagsOrderAndMoveLeast() {
        project.put(COLOUR, split("{'green':10,'blue':20}"));
        project.put(COLOUR, split("{'green':30,'blue':10}"));

        Serving.Split split = (Serving.Split) project.targeting(COLOUR).fallthrough();
        assertThat(split.ranges().toString())
                .isEqualTo("[Range[variation=green, from=0, to=10000], Range[variation=blue, from=10000, to=20000], "
                        + "Range[variation=green, from=20000, to=40000]]");
    }

    @Test
    void aRuleOnWhetherAnAttributeIsThereIsToldInWordsThoughItHasNoValues() {
        Acted acted = project.put(
                COLOUR,
                "{'enabled':true,'offVariation':'red','fallthrough':'red','rules':["
                        + "{'id':'known','when':[{'attribute':'email','op':'exists'}],'serve':'blue'}]}");

        assertThat(acted.note()).isEqualTo("Everyone gets red; users who have email (rule known) get blue.");
    }

    @Test
    void aValueThatItsOperatorCannotCompareWithIsRefusedWhereItStands() {
        refused(COLOUR, when("{'attribute':'x','op':'matches','values':['a','(']}"), value(1), "an RE2 expression");
        refused(COLOUR, when("{'attribute':'x','op':'semverLt','values':['1.2']}"), value(0), "SemVer 2.0.0");
        refused(
                COLOUR,
                when("{'attribute':'x','op':'inCidr','values':['10.0.0.0/8','1.1.1']}"),
                value(1),
                "10.0.0.0/8");
        refused(COLOUR, when("{'attribute':'x','op':'before','values':['Monday']}"), value(0), "RFC 3339");
        refused(
                COLOUR,
                when("{'op':'withinKm','values':[{'latitude':91,'longitude':0,'km':1}]}"),
                value(0),
                "latitude (-90 to 90)");
        refused(COLOUR, when("{'op':'withinKm','values':[{'latitude':1,'longitude':0}]}"), value(0), "km (0 or more)");
    }

    private static String when(String clause) {
        return "{'enabled':true,'offVariation':'red','fallthrough':'red','rules':[{'id':'a','when':[" + clause
                + "],'serve':'blue'}]}";
    }

    private static String value(int index) {
        return "/rules/0/when/0/values/" + index;
    }

    @Test
    void theWholeLineWithoutARestLeavesTheOffVariationTheRest() {
        project.put(COLOUR, split("{'red':50,'green':30,'blue':20}"));

        Serving.Split split = (Serving.Split) project.targeting(COLOUR).fallthrough();
        assertThat(split.rest()).isEqualTo("red");
        assertThat(split.percent()).doesNotContainKey("red").hasSize(2);
    }

    @Test
    void sumsAboveAHundredAndAVariationTwiceAreRefused() {
        refused(COLOUR, split("{'green':60,'blue':40.001}"), "/fallthrough/split/percent", "a sum of 100.001");
        refused(COLOUR, split("{'red':10,'blue':40}"), "/fallthrough/split/percent", "is the rest");
        refused(
                COLOUR,
                "{'enabled':true,'offVariation':'red','fallthrough':{'split':{'percent':{'blue':10},'rest':'blue'}}}",
                "/fallthrough/split/percent",
                "is the rest");
    }

    @Test
    @Proves("F72")
    void aPercentageIsExactOrRefusedNeverTreatedAsUnset() {
        for (String bad : List.of("-0.001", "100.0001", "1e-9", "null", "'5'", "true", "{}", "1e3", "-1e-300")) {
            assertThatThrownBy(() -> project.put(COLOUR, split("{'blue':" + bad + "}")))
                    .as(bad)
                    .isInstanceOf(RefusedException.class);
        }
        for (String zero : List.of("0", "-0", "0.0", "0e5")) {
            project.put(COLOUR, split("{'blue':" + zero + "}"));
            assertThat(((Serving.Split) project.targeting(COLOUR).fallthrough()).ranges())
                    .as(zero)
                    .isEmpty();
        }
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100; round++) {
            int blue = random.nextInt(100_001);
            int green = random.nextInt(100_001 - blue);
            project.put(COLOUR, split("{'blue':" + Percent.number(blue) + ",'green':" + Percent.number(green) + "}"));
            Serving.Split split = (Serving.Split) project.targeting(COLOUR).fallthrough();
            int[] sizes = new int[2];
            split.ranges().forEach(range -> sizes[range.variation().equals("blue") ? 0 : 1] += range.size());
            assertThat(sizes).as("seed %s round %s", seed, round).containsExactly(blue, green);
        }
    }

    @Test
    @Proves("F73")
    void noEdgeClosesACircleOfPrerequisitesAndADiamondIsFine() {
        long seed = 73;
        SplittableRandom random = new SplittableRandom(seed);
        int flags = 8;
        boolean[][] reaches = new boolean[flags][flags];
        List<List<Integer>> edges = new ArrayList<>();
        for (int i = 0; i < flags; i++) {
            project.flag("{'key':'n" + i + "','type':'boolean'}");
            edges.add(new ArrayList<>());
            reaches[i][i] = true;
        }
        for (int round = 0; round < 120; round++) {
            int from = random.nextInt(flags);
            int to = random.nextInt(flags);
            if (edges.get(from).contains(to)) {
                continue;
            }
            edges.get(from).add(to);
            boolean circle = reaches[to][from];
            String body = needs(edges.get(from));
            FlagPlace place = new FlagPlace("demo", "production", "n" + from);
            if (circle) {
                assertThatThrownBy(() -> project.put(place, body))
                        .as("seed %s round %s: n%s -> n%s", seed, round, from, to)
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("does not itself depend on");
                edges.get(from).remove(Integer.valueOf(to));
            } else {
                project.put(place, body);
                for (int a = 0; a < flags; a++) {
                    for (int b = 0; b < flags; b++) {
                        reaches[a][b] |= reaches[a][from] && reaches[to][b];
                    }
                }
            }
        }
        assertThat(project.state()
                        .environments()
                        .get("production")
                        .replica()
                        .snapshot()
                        .notUnderstood())
                .isEmpty();
        assertThat(project.decide(F, "u1").errorCode()).isNull();
    }

    @Test
    @Proves("F73")
    void twoNodesCannotCloseACircleTogether() {
        Project other = project.onAnotherNode();
        project.put(F, needs("colour", "blue"));

        assertThatThrownBy(() -> other.put(
                        COLOUR, needs("f", "on").replace("'off'", "'red'").replace("'on','pre", "'blue','pre")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("does not itself depend on");
    }

    @Test
    void segmentsThatLeadBackToThemselvesAreRefused() {
        segment("a", "{'included':['u1']}");
        segment("b", "{'rules':[{'id':'r','when':[{'op':'inSegment','values':['a']}]}]}");
        String back = "{'rules':[{'id':'r','when':[{'op':'inSegment','values':['b']}]}]}";

        assertThatThrownBy(() -> segment("a", back)).hasMessageContaining("made of itself");
        assertThatThrownBy(() -> segment("c", back.replace("'b'", "'c'"))).isInstanceOf(InvalidException.class);
    }

    @Test
    void whatTheEngineDoesNotUnderstandIsRefusedBeforeItIsWritten() {
        for (String clause : List.of(
                "{'attribute':'a','op':'matches','values':['(']}",
                "{'attribute':'a','op':'inCidr','values':['10.0.0.0/99']}",
                "{'attribute':'a','op':'semverGt','values':['one']}",
                "{'attribute':'a','op':'before','values':['yesterday']}")) {
            String before = project.state().toString();

            assertThatThrownBy(() -> project.put(
                            F,
                            "{'enabled':true,'offVariation':'off','fallthrough':'on','rules':[{'id':'r','when':["
                                    + clause + "],'serve':'on'}]}"))
                    .as(clause)
                    .isInstanceOf(InvalidException.class);
            assertThat(project.state()).hasToString(before);
        }
    }

    @Test
    void individualsComeFirstAndAreCountedNotNamedInWords() {
        Acted acted = project.put(
                F,
                "{'enabled':true,'offVariation':'off','fallthrough':'off','targets':[{'variation':'on','keys':['u1','u2']}]}");

        assertThat(acted.note()).isEqualTo("Everyone gets off; 2 individuals get on.");
        assertThat(project.decide(F, "u1").booleanValue(false)).isTrue();
        assertThat(project.decide(F, "u3").booleanValue(true)).isFalse();
    }

    @Test
    void aFlagThatDependsOnAnotherSaysSo() {
        project.put(COLOUR, "{'enabled':true,'offVariation':'red','fallthrough':'blue'}");

        Acted acted = project.put(
                F,
                "{'enabled':true,'offVariation':'off','fallthrough':'on','prerequisites':[{'flag':'colour','variations':['blue','green']}]}");

        assertThat(acted.note())
                .isEqualTo("Everyone gets on; all this only where colour serves blue or green, otherwise off.");
        assertThat(project.decide(F, "u1").booleanValue(false)).isTrue();
    }

    @Test
    void aFlagThatOthersNeedCanNeitherBeArchivedNorDeleted() {
        project.put(
                F,
                "{'enabled':true,'offVariation':'off','fallthrough':'on','prerequisites':[{'flag':'colour','variations':['blue']}]}");

        assertThatThrownBy(() -> Project.get(project.commands.patchFlag(
                        "demo",
                        "colour",
                        Json.parse(Project.bytes("{'archived':true}")),
                        IfMatch.of("*"),
                        project.intent())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("f (production)");
        assertThatThrownBy(() -> Project.get(
                        project.commands.deleteFlag("demo", "colour", true, IfMatch.absent(), project.intent())))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void anEnabledFlagIsDeletedByForceOnly() {
        project.put(F, "{'enabled':true,'offVariation':'off','fallthrough':'on'}");

        assertThatThrownBy(() -> Project.get(
                        project.commands.deleteFlag("demo", "f", false, IfMatch.absent(), project.intent())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("enabled in production");
        Project.get(project.commands.deleteFlag("demo", "f", true, IfMatch.absent(), project.intent()));

        assertThat(project.state().environments().get("production").replica().flags())
                .doesNotContainKey("f");
        assertThat(Context.of("u").targetingKey()).isEqualTo("u");
    }

    @Test
    void theVersionCountsTheChangesOfOneEnvironment() {
        project.percentage(F, "{'variation':'on','percentage':1}");
        project.percentage(F, "{'variation':'on','percentage':2}");
        project.percentage(F, "{'variation':'on','percentage':2}");

        ProjectView view = ProjectView.of(project.workspace, "demo");
        assertThat(view.targeting("production", "f").version()).isEqualTo(3);
        assertThat(view.targeting("development", "f").version()).isEqualTo(1);
        assertThat(project.decide(F, "u").flagVersion()).isEqualTo(3);
    }

    private void refused(FlagPlace place, String body, String pointer, String says) {
        assertThatThrownBy(() -> project.put(place, body)).isInstanceOfSatisfying(InvalidException.class, e -> {
            assertThat(e.violations().get(0).pointer()).isEqualTo(pointer);
            assertThat(e.violations().get(0).detail()).contains(says);
        });
    }

    private void segment(String key, String body) {
        Project.get(project.commands.putSegment(
                "demo", "production", key, Json.parse(Project.bytes(body)), IfMatch.of("*"), project.intent()));
    }

    private static String split(String percent) {
        return "{'enabled':true,'offVariation':'red','fallthrough':{'split':{'percent':" + percent + "}}}";
    }

    private static String needs(String flag, String variation) {
        return "{'enabled':true,'offVariation':'off','fallthrough':'on','prerequisites':[{'flag':'" + flag
                + "','variations':['" + variation + "']}]}";
    }

    private static String needs(List<Integer> flags) {
        StringBuilder list = new StringBuilder();
        flags.forEach(flag -> list.append(list.isEmpty() ? "" : ",")
                .append("{'flag':'n")
                .append(flag)
                .append("','variations':['on']}"));
        return "{'enabled':true,'offVariation':'off','fallthrough':'on','prerequisites':[" + list + "]}";
    }
}
