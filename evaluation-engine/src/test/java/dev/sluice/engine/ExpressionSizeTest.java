package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionSizeTest {

    /** One for each character, class, escape and sign of repetition; two for a group; a counted part as often as it may come. */
    @ParameterizedTest(name = "{0} is {1} long")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "abc 3",
                "a* 2",
                "a+b? 4",
                "(ab) 4",
                "((a)) 5",
                "(a)(b) 6",
                "(ab){3} 12",
                "x(ab){3} 13",
                "((a){2}){3} 24",
                "a{3} 3",
                "ba{3} 4",
                "a{2,5} 5",
                "a{5,2} 5",
                "a{3,} 3",
                "a{0} 1",
                "a{0,0} 1",
                "a*{4} 8",
                "a{9}{9} 81",
                "a{b} 4",
                "a{,5} 5",
                "a{1,b} 6",
                "a{} 3",
                "a{ 2",
                "a{1 3",
                "a{/} 4",
                "a{:} 4",
                "[abc] 1",
                "[abc]{4} 4",
                "[]a] 1",
                "[]a]b 2",
                "[^]a]b 2",
                "[^a]b 2",
                "[[:alpha:]x]b 2",
                "[[:]b 2",
                "[\\]]b 2",
                "[ab 1",
                "[ 1",
                "[^ 1",
                "\\d{4} 4",
                "\\d\\d 2",
                "\\ 1",
                "\\Qab\\E 2",
                "\\Qab\\Ec 3",
                "\\Qab\\Ecd{2} 5",
                "\\Qabc 3",
                "\\x{41}{3} 3",
                "\\x41 3",
                "\\x 1",
                "\\x{41 1",
                "\\x{41}b 2",
                "\\p{Greek}b 2",
                "\\P{Greek}b 2",
                "\\pLb 3",
                "\\d{b} 4",
                "(?:ab){2} 8",
                "(?i)ab 4",
                "(?i:ab)c 5",
                "(?P<n>a) 3",
                "(?P<n>a)b 4",
                "(?) 2",
                "(? 0",
                "(?:a 1",
                "a) 1",
                ") 0",
                "(a)) 3"
            })
    void anExpressionIsAsLongAsItIsWrittenOut(String expression, int length) {
        assertThat(ExpressionSize.isAtMost(expression, length)).isTrue();
        assertThat(length > 0 && ExpressionSize.isAtMost(expression, length - 1))
                .isFalse();
    }

    @Test
    void aCountOfManyDigitsIsLongerThanAnyLimit() {
        assertThat(ExpressionSize.isAtMost("a{9999}", 9_999)).isTrue();
        assertThat(ExpressionSize.isAtMost("a{10000}", 10_000)).isFalse();
        assertThat(ExpressionSize.isAtMost("a{99999999999999999999}", 10_000)).isFalse();
    }

    @Test
    void groupsWithinGroupsEndSomewhere() {
        String deep = "(".repeat(5_000) + ")".repeat(5_000);

        assertThat(ExpressionSize.isAtMost(deep, 1_000_000)).isFalse();
        assertThat(ExpressionSize.isAtMost("(".repeat(20) + ")".repeat(20), 1_000))
                .isTrue();
    }
}
