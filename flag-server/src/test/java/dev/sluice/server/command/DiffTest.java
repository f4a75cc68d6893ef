package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.json.Json;
import org.junit.jupiter.api.Test;

final class DiffTest {

    private static String diff(String before, String after) {
        return Diff.of(Json.parse(Project.bytes(before)), Json.parse(Project.bytes(after)))
                .toString()
                .replace('"', '\'');
    }

    @Test
    void whatSaysTheSameDiffersInNothing() {
        assertThat(diff("{'a':1,'b':[{'id':'x'}]}", "{'b':[{'id':'x'}],'a':1.0}"))
                .isEqualTo("[]");
        assertThat(diff("{'a':[]}", "{'a':[]}")).isEqualTo("[]");
    }

    @Test
    void versionsAndWhoChangedItLastAreNoDifference() {
        assertThat(diff("{'version':1,'lastChange':{'actor':'a'}}", "{'version':2,'lastChange':{'actor':'b'}}"))
                .isEqualTo("[]");
    }

    @Test
    void rulesAreTheSameByTheirIdWhereverTheyStand() {
        String before = "{'rules':[{'id':'a','serve':'on'},{'id':'b','serve':'on'},{'id':'c','serve':'on'}]}";
        String after = "{'rules':[{'id':'c','serve':'on'},{'id':'a','serve':'off'},{'id':'d','serve':'on'}]}";

        assertThat(diff(before, after))
                .isEqualTo("[{'pointer':'/rules/a/serve','before':'on','after':'off'},"
                        + "{'pointer':'/rules/b','before':{'id':'b','serve':'on'}},"
                        + "{'pointer':'/rules/d','after':{'id':'d','serve':'on'}},"
                        + "{'pointer':'/rules','before':['a','c'],'after':['c','a']}]");
    }

    @Test
    void listsOfPlainValuesAreSetsAndLongOnesAreCutOff() {
        assertThat(diff("{'keys':['a','b']}", "{'keys':['c','a']}"))
                .isEqualTo("[{'pointer':'/keys','added':['c'],'removed':['b']}]");
        assertThat(diff("{'keys':['a','b']}", "{'keys':['b','a']}")).isEqualTo("[]");
        StringBuilder many = new StringBuilder("'k0'");
        for (int i = 1; i < 150; i++) {
            many.append(",'k").append(i).append('\'');
        }
        assertThat(diff("{'keys':[]}", "{'keys':[" + many + "]}"))
                .contains("'k99'")
                .doesNotContain("'k100'")
                .contains("'more':50");
    }

    @Test
    void rangesAreToldOnlyIfNothingElseOfTheirSplitDiffers() {
        String line = "{'by':'k','percent':{'on':%s},'salt':'f','ranges':[{'variation':'on','from':%s,'to':%s}]}";

        assertThat(diff(line.formatted(10, 0, 10_000), line.formatted(20, 0, 20_000)))
                .isEqualTo("[{'pointer':'/percent/on','before':10,'after':20}]");
        assertThat(diff(line.formatted(10, 0, 10_000), line.formatted(10, 5, 10_005)))
                .startsWith("[{'pointer':'/ranges','before':[{");
        assertThat(Diff.withoutLines(
                        Json.parse(Project.bytes(line.formatted(10, 0, 10_000))),
                        Json.parse(Project.bytes(line.formatted(10, 5, 10_005).replace("'f'", "'g'")))))
                .isEmpty();
    }

    @Test
    void aFieldThatIsCalledLikeARangeOfOursIsAFieldLikeAnyOther() {
        assertThat(diff("{'v':{'ranges':1,'x':1}}", "{'v':{'ranges':2,'x':2}}"))
                .contains("/v/ranges")
                .contains("/v/x");
    }
}
