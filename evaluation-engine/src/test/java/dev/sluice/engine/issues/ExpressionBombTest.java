package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import dev.sluice.proof.Proves;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
                "((|a){1000}){1000}",
                "a{1000}(?i){1000}(?i){1000}",
                "a{1000}\\\\Q\\\\E{1000}\\\\Q\\\\E{1000}",
                "[A-[:](((a{1000}){1000}){1000}):]",
                "(a{1000}[\\\\d-[:alpha:](]){1000}",
                "(a{1000}[a-\\\\x{62}-[:alpha:](]){1000}",
                "(a{1000}[a-\uD83D\uDE00-[:alpha:](]){1000}"
            })
    void anExpressionThatGrowsWithoutBoundIsRefusedBeforeItIsCompiled(String expression) {
        Snapshot snapshot = Assertions.assertTimeout(Duration.ofSeconds(5), () -> compiled(expression));

        assertThat(snapshot.notUnderstood()).hasSize(1);
        assertThat(snapshot.notUnderstood().get(0).why()).contains("10000 with its repetitions written out");
    }

    /** The tables of RE2/J and of the JDK do not go together for these letters: five characters held every compiler for ever. */
    @ParameterizedTest
    @Proves("F74")
    @ValueSource(strings = {"(?i)\u1C80", "(?i)[\u0400-\u2000]", "(?i)[^\\\\x00-\\\\x{2fff}]"})
    void anExpressionThatWouldNeverBeReadToItsEndIsRefused(String expression) {
        Snapshot snapshot = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> compiled(expression));

        assertThat(snapshot.notUnderstood()).hasSize(1);
        assertThat(snapshot.notUnderstood().get(0).why()).contains("without U+1C80 to U+1C88 where case is ignored");
        assertThat(compiled(expression.replace("(?i)", "")).notUnderstood()).isEmpty();
    }

    /** What is in braces is a count only if RE2 takes it for one; else it is text, and a part repeated may hold much of it. */
    @Test
    void textThatLooksLikeACountIsCountedAsText() {
        Snapshot snapshot = compiled("(" + "{00}".repeat(200) + "){1000}");

        assertThat(snapshot.notUnderstood()).hasSize(1);
    }

    @Test
    @Proves("F74")
    void expressionsThatAreEachShortEnoughAreRefusedWhenTheyAreTooMuchTogether() {
        String most = "\"(a{99}){99}\"";

        Snapshot values = Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> compiledRules(rule("r", String.join(",", Collections.nCopies(9_999, most)))));
        Snapshot segment = Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> compiledSegment(String.join(",", Collections.nCopies(9_999, most))));
        Snapshot rules = compiledRules(
                IntStream.range(0, 11).mapToObj(i -> rule("r" + i, most)).toArray(String[]::new));
        Snapshot allowed = compiledRules(
                IntStream.range(0, 10).mapToObj(i -> rule("r" + i, most)).toArray(String[]::new));

        for (Snapshot tooMuch : List.of(values, rules)) {
            assertThat(tooMuch.notUnderstood()).hasSize(1);
            assertThat(tooMuch.notUnderstood().get(0).why())
                    .contains("more than 100000 with their repetitions written out");
            assertThat(EVALUATOR.decide(tooMuch, "f", Context.anonymous()).errorCode())
                    .isEqualTo(ErrorCode.PARSE_ERROR);
        }
        assertThat(segment.notUnderstood()).hasSize(1);
        assertThat(allowed.notUnderstood()).isEmpty();
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
        return compiledRules(rule("r", "\"" + expression + "\""));
    }

    private static String rule(String id, String values) {
        return "{\"id\":\"" + id + "\",\"when\":[" + clause(values) + "],\"serve\":{\"variation\":\"on\"}}";
    }

    private static String clause(String values) {
        return "{\"attribute\":\"text\",\"op\":\"matches\",\"values\":[" + values + "]}";
    }

    private static Snapshot compiledRules(String... rules) {
        return compiled(new Writer("1.a"), rules);
    }

    /** With a segment of these expressions, and a flag that asks it. */
    private static Snapshot compiledSegment(String values) {
        Writer writer = new Writer("1.a")
                .segment("s", "{\"key\":\"s\",\"rules\":[{\"id\":\"r\",\"when\":[" + clause(values) + "]}]}");
        return compiled(
                writer,
                "{\"id\":\"r\",\"when\":[{\"op\":\"inSegment\",\"values\":[\"s\"]}],\"serve\":{\"variation\":\"on\"}}");
    }

    private static Snapshot compiled(Writer writer, String... rules) {
        writer.flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "rules":[%s],"fallthrough":{"variation":"off"}}""".formatted(String.join(",", rules))).commit();
        return Replica.of(writer.snapshot()).snapshot();
    }
}
