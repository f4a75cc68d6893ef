package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/openfeature.md} lists every requirement of the specification; this holds it against the tests. */
class SpecificationTest {

    private static final Pattern LISTED = Pattern.compile("^\\| (\\d(?:\\.\\d+)+) \\| (\\S+)", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("requirement((?:_\\d+)+)_[a-z]\\w+");

    @Test
    void everyRequirementThatThePageCallsOursHasATestAndNoOtherHas() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("sluice.root"), "docs", "openfeature.md"));
        TreeSet<String> ours = new TreeSet<>();
        for (MatchResult row : LISTED.matcher(page).results().toList()) {
            if (row.group(2).equals("ours")) {
                ours.add(row.group(1));
            }
        }

        TreeSet<String> tested = new TreeSet<>();
        Stream.of(
                        FlagEvaluationTest.class,
                        ProvidersTest.class,
                        EvaluationContextTest.class,
                        HooksTest.class,
                        EventsTest.class,
                        TrackingTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(Method::getName)
                .map(NAMED::matcher)
                .filter(Matcher::matches)
                .forEach(name -> tested.add(name.group(1).substring(1).replace('_', '.')));

        assertThat(tested).isNotEmpty().isEqualTo(ours);
    }
}
