package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "a{00} 5",
                "a{02} 5",
                "a{1,02} 7",
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
                "[A-[:]b:] 4",
                "[A-[:]{3}:] 5",
                "[A-]b 2",
                "[--[:]b:] 4",
                "[A-\\[:]b:] 4",
                "[A-\\x{62}-[:alpha:]b]c 2",
                "[\\x41-[:]b:] 4",
                "[A-\\142-[:alpha:]b]c 2",
                "[\\d-[:alpha:]b]c 2",
                "[\\p{Greek}-[:alpha:]b]c 2",
                "[\\pL-[:alpha:]b]c 2",
                "[A-\uD83D\uDE00-[:alpha:]b]c 2",
                "[a\\ 1",
                "[a- 1",
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
                "a{3}\\Q\\E{4} 12",
                "a{3}\\Qb\\E{4} 7",
                "\\Q 0",
                "\\x{41}{3} 3",
                "\\x41 1",
                "\\x41b 2",
                "\\x 1",
                "\\x4 1",
                "\\12{3} 3",
                "\\1234 2",
                "\\0a 2",
                "\\x{41 1",
                "\\x{41}b 2",
                "\\p{Greek}b 2",
                "\\P{Greek}b 2",
                "\\pLb 2",
                "\\p 1",
                "\\d{b} 4",
                "(?:ab){2} 8",
                "(?i)ab 2",
                "a{3}(?i){4} 12",
                "a{3}(?i-m){4} 12",
                "((?i)a)b 4",
                "(?i:ab)c 5",
                "(?P<n>a) 3",
                "(?P<n>a)b 4",
                "(?) 0",
                "(?i 0",
                "(? 0",
                "(?:a 1",
                "a) 1",
                ") 0",
                "(a)) 3"
            })
    void anExpressionIsAsLongAsItIsWrittenOut(String expression, int length) {
        assertThat(ExpressionSize.of(expression, false, 10_000)).isEqualTo(length);
        assertThat(ExpressionSize.of(expression, false, length)).isEqualTo(length);
        assertThat(length == 0 || ExpressionSize.of(expression, false, length - 1) == length)
                .isTrue();
    }

    @Test
    void aCountOfManyDigitsIsLongerThanAnyLimit() {
        assertThat(ExpressionSize.of("a{9999}", false, 9_999)).isEqualTo(9_999);
        assertThat(ExpressionSize.of("a{10000}", false, 10_000)).isEqualTo(10_001);
        assertThat(ExpressionSize.of("a{99999999999999999999}", false, 10_000)).isEqualTo(10_001);
    }

    /** The library goes from letter to letter until it is back; a JDK or a library with other tables shows here. */
    @Test
    void exactlyTheLettersThatAreRefusedWhereCaseIsIgnoredLeadNowhereBack() throws ReflectiveOperationException {
        Class<?> unicode = Class.forName("com.google.re2j.Unicode");
        Method fold = unicode.getDeclaredMethod("simpleFold", int.class);
        fold.setAccessible(true);
        List<Integer> withoutReturn = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        for (int letter = 0x20; letter <= 0x1_FFFF; letter++) {
            int next = (int) fold.invoke(null, letter);
            for (int steps = 0; steps < 10 && next != letter; steps++) {
                next = (int) fold.invoke(null, next);
            }
            if (next != letter) {
                withoutReturn.add(letter);
            }
            String text = Character.toString(letter);
            if (ExpressionSize.of("\\Q" + text + "\\E", true, 100) > 100) {
                refused.add(letter);
            }
        }

        assertThat(refused).containsExactlyElementsOf(withoutReturn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1C80",
                "\u1C84(?i)",
                "(?si:a)\u1C88",
                "(?i)\\x{1c80}",
                "(?i)\\Qa\u1C85b\\E",
                "(?i)[\u1C80]",
                "(?i)[\\x{1C7F}-\\x{1c81}]",
                "(?i)[^\\x00-\\x{2fff}]",
                "(?i)[B-\uD83D\uDE00]"
            })
    void whatTheLibraryWouldNeverEndToReadIsLongerThanAnyLimit(String expression) {
        assertThat(ExpressionSize.of(expression, false, 10_000)).isEqualTo(10_001);
        assertThat(ExpressionSize.of(expression.replace("i", ""), true, 10_000)).isEqualTo(10_001);
        assertThat(ExpressionSize.of(expression.replace("i", ""), false, 10_000))
                .isLessThan(20);
        assertThat(ExpressionSize.of("(?P<i>" + expression.replace("i", "") + ")", false, 10_000))
                .isLessThan(20);
    }

    /** Each letter of a range is looked at where case is ignored, which takes milliseconds for tens of thousands. */
    @Test
    void aWideRangeCountsForMoreWhereCaseIsIgnored() {
        assertThat(ExpressionSize.of("[\\x{2000}-\\x{3000}]", true, 10_000)).isEqualTo(1 + 4_096 / 64);
        assertThat(ExpressionSize.of("[\\x{2000}-\\x{3000}]", false, 10_000)).isEqualTo(1);
        assertThat(ExpressionSize.of("[a-z]{100}", true, 10_000)).isEqualTo(100);
    }

    @Test
    void groupsWithinGroupsEndSomewhere() {
        String deep = "(".repeat(5_000) + ")".repeat(5_000);

        assertThat(ExpressionSize.of(deep, false, 1_000_000)).isEqualTo(1_000_001);
        assertThat(ExpressionSize.of("(".repeat(20) + ")".repeat(20), false, 1_000))
                .isEqualTo(40);
    }

    /**
     * Whatever RE2/J takes, it makes no more of it than three steps for each that is counted here, and a few for the whole. Case is not
     * folded here: RE2/J takes its time to fold wide ranges.
     */
    @Test
    void whatIsCompiledIsNeverMuchLongerThanWhatIsCounted() {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            String expression = expression(random, 3);
            int size;
            try {
                size = Pattern.compile(expression).programSize();
            } catch (PatternSyntaxException e) {
                continue;
            }
            taken++;
            assertThat((long) size)
                    .as("%s, seed %d", expression, seed)
                    .isLessThanOrEqualTo(3 * ExpressionSize.of(expression, false, 1_000_000) + 5);
        }

        assertThat(taken).isGreaterThan(2_000);
    }

    private static String expression(SplittableRandom random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(1, 4); parts > 0; parts--) {
            text.append(part(random, depth));
            for (int counts = random.nextInt(3); counts > 0; counts--) {
                text.append(one(random, "(?s)", "(?s-m)", "\\Q\\E", "", "", "(?:)"))
                        .append(one(random, "{3}", "{0,3}", "{2,}", "{02}", "*", "+?", ""));
            }
        }
        return text.toString();
    }

    private static String part(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> one(random, "a", ".", "|", "^", "{", "]", ":]", "\\d", "\\pL", "\\x{62}", "\\x41", "\\12", "\\{");
            case 1 -> "\\Q" + one(random, "", "a", "(b", "{3}") + "\\E";
            case 2, 3 -> {
                StringBuilder members = new StringBuilder(one(random, "", "", "^", "]", "^]"));
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    members.append(one(
                                    random, "a", "-", "-", "[", "[:", "[:alpha:]", ":", "(", ")", "\\]", "\\d", "\\pL"))
                            .append(one(
                                    random,
                                    "",
                                    "",
                                    "",
                                    "\\p{Greek}",
                                    "\\x{5b}",
                                    "\\x5b",
                                    "\\133",
                                    "\uD83D\uDE00",
                                    "{3}"));
                }
                yield "[" + members + "]";
            }
            default -> one(random, "(", "(?:", "(?s:") + expression(random, depth - 1) + ")";
        };
    }

    private static String one(SplittableRandom random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
