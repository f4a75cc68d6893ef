package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each expression may be as long as is allowed, and all together take all memory: the sum is bounded too. */
final class ExpressionsTogetherTest {
    private static final String LONGEST = "'(a{99}){99}'";

    private final Project project = new Project();

    @Test
    @Proves("F74")
    void aClauseOfTooManyLongExpressionsIsRefusedBeforeAnyIsCompiled() {
        String values = String.join(",", Collections.nCopies(9_999, LONGEST));

        refused(() -> putFlag(rule("r", values)), "/rules/0/when/0/values");
        refused(() -> putSegment(values), "/rules/0/when/0/values");
    }

    @Test
    void theClauseWithWhichTheSumIsTooMuchIsNamed() {
        putFlag(rules(10));

        refused(() -> putFlag(rules(11)), "/rules/10/when/0/values");
    }

    @Test
    void anExpressionThatIsTooLongByItselfIsStillNamedByItsPlace() {
        refused(() -> putFlag(rule("r", "'a','(a{1000}){1000}'")), "/rules/0/when/0/values/1");
    }

    private void putFlag(String rules) {
        project.put(
                Project.COLOUR, "{'enabled':true,'offVariation':'red','fallthrough':'red','rules':[" + rules + "]}");
    }

    private void putSegment(String values) {
        Project.get(project.commands.putSegment(
                "demo",
                "production",
                "s",
                Json.parse(Project.bytes("{'rules':[{'id':'r','when':[" + clause(values) + "]}]}")),
                IfMatch.of("*"),
                project.intent()));
    }

    private static String rules(int number) {
        return IntStream.range(0, number).mapToObj(i -> rule("r" + i, LONGEST)).collect(Collectors.joining(","));
    }

    private static String rule(String id, String values) {
        return "{'id':'" + id + "','when':[" + clause(values) + "],'serve':'blue'}";
    }

    private static String clause(String values) {
        return "{'attribute':'x','op':'matches','values':[" + values + "]}";
    }

    private static void refused(ThrowingCallable put, String pointer) {
        assertThatThrownBy(put).isInstanceOfSatisfying(InvalidException.class, e -> {
            assertThat(e.violations()).hasSize(1);
            assertThat(e.violations().get(0).pointer()).isEqualTo(pointer);
            assertThat(e.violations().get(0).detail()).contains("written out");
        });
    }
}
