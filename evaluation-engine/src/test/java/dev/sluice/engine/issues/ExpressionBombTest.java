package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import dev.sluice.proof.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RE2/J writes nested counted repetitions out without a limit: thirty characters in a rule took all the memory of every server
 * and SDK that compiled it. They are refused by their length when written out.
 */
class ExpressionBombTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    @ParameterizedTest
    @Proves("F74")
    @ValueSource(
            strings = {
                "(((x{100}){100}){100}){100}",
                "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}",
                "(?:(?:x{1000}){1000}){1000}",
                "(?P<n>(?i:x{1000}){1000})",
                "((\\\\Qa{2}\\\\E{1000}){1000})",
                "(([[:alpha:]]{1000}){1000})",
                "(([]{]{1000}){1000})",
                "((\\\\p{Greek}{1000}){1000})",
                "((\\\\x{1F600}{1000}){1000})",
                "(([^]]{1000}){1000})",
                "((a{0,1000}){0,1000})",
                "((a{1000,}){1000,})",
                "((\\\\{{1000}){1000})",
                "(([\\\\]]{1000}){1000})",
                "((|a){1000}){1000}"
            })
    void anExpressionThatGrowsWithoutBoundIsRefusedBeforeItIsCompiled(String expression) {
        Snapshot snapshot = Assertions.assertTimeout(Duration.ofSeconds(5), () -> compiled(expression));

        assertThat(snapshot.notUnderstood()).hasSize(1);
        assertThat(snapshot.notUnderstood().get(0).why()).contains("10000 with its repetitions written out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "(a{100}){90}",
                "x{1000}",
                "^(.*a){15}$",
                "a{,5}",
                "a{b}{c}",
                "[{1000}]{1000}",
                "\\\\Q(((x{1000}){1000}\\\\E",
                "(?i)gold|silver"
            })
    void anExpressionOfEverydayIsTaken(String expression) {
        assertThat(compiled(expression).notUnderstood()).isEmpty();
    }

    /** The expression that has been the end of many services; here every character is looked at once per state. */
    @Test
    @Proves("F74")
    void theExpressionThatRunsAwayElsewhereIsDecidedAtOnce() {
        Snapshot snapshot = compiled("^(.*a){15}$");
        Context context = Context.builder().set("text", "a".repeat(40) + "!").build();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 200; round++) {
            long start = System.nanoTime();
            assertThat(EVALUATOR.decide(snapshot, "f", context).variation()).isEqualTo("off");
            best = Math.min(best, System.nanoTime() - start);
        }

        System.out.println("^(.*a){15}$ against forty a and !: " + best / 1_000 + " microseconds (best of 200)");
        assertThat(best).isLessThan(10_000_000L);
    }

    /** The time goes up with the length of what is searched: it took 70 ms, and now nothing is searched that is so long. */
    @Test
    @Proves("F74")
    void aTextOfFiftyThousandCharactersIsNotSearched() {
        Snapshot snapshot = compiled("(.*a){20}$");
        Context longest = Context.builder().set("text", "a".repeat(2_000)).build();
        Context tooLong = Context.builder().set("text", "a".repeat(50_000)).build();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            assertThat(EVALUATOR.decide(snapshot, "f", tooLong).variation()).isEqualTo("off");
            best = Math.min(best, System.nanoTime() - start);
        }

        assertThat(EVALUATOR.decide(snapshot, "f", longest).variation()).isEqualTo("on");
        assertThat(best).isLessThan(10_000_000L);
    }

    private static Snapshot compiled(String expression) {
        Writer writer = new Writer("1.a");
        writer.flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "rules":[{"id":"r","when":[{"attribute":"text","op":"matches","values":["%s"]}],"serve":{"variation":"on"}}],\
                "fallthrough":{"variation":"off"}}""".formatted(expression)).commit();
        return Replica.of(writer.snapshot()).snapshot();
    }
}
