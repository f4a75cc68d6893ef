package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs small suites with a launcher of its own and reads what the listener wrote. */
final class ProofsListenerTest {

    @TempDir
    Path folder;

    @Test
    void aTestLeavesALineForEachRowThatItProves() throws IOException {
        run(Plain.class);

        assertThat(lines())
                .containsExactly(
                        line("F01", Plain.class, "passes", "passed"),
                        line("F02", Plain.class, "passes", "passed"),
                        line("F03", Plain.class, "fails", "failed"),
                        line("F04", Plain.class, "isDisabled", "skipped"),
                        line("F05", Plain.class, "isAborted", "skipped"));
    }

    @Test
    void manyInvocationsCountAsPassedOnlyIfAllOfThemPassed() throws IOException {
        run(Repeated.class);

        assertThat(lines())
                .containsExactly(
                        line("F06", Repeated.class, "allPass", "passed"),
                        line("F07", Repeated.class, "oneFails", "failed"),
                        line("F08", Repeated.class, "oneIsSkipped", "skipped"),
                        line("F09", Repeated.class, "dynamicOneFailsDeepDown", "failed"));
    }

    @Test
    void aClassThatCannotBeSetUpFailsAllOfItsProofs() throws IOException {
        run(CannotBeSetUp.class);

        assertThat(lines()).containsExactly(line("F10", CannotBeSetUp.class, "neverStarts", "failed"));
    }

    @Test
    void aDisabledClassSkipsAllOfItsProofs() throws IOException {
        run(IsDisabled.class);

        assertThat(lines()).containsExactly(line("F11", IsDisabled.class, "neverStarts", "skipped"));
    }

    @Test
    void rowsOfAClassHoldForItsTestsAndForNestedOnes() throws IOException {
        run(WholeClass.class);

        assertThat(lines())
                .containsExactly(
                        line("S01", WholeClass.class, "outer", "passed"),
                        line("S01", WholeClass.Inner.class, "inner", "passed"),
                        line("S02", WholeClass.Inner.class, "inner", "passed"));
    }

    @Test
    void aContractProvesForEachThatKeepsIt() throws IOException {
        run(FirstKeeper.class, SecondKeeper.class);

        assertThat(lines())
                .containsExactly(
                        line("F12", FirstKeeper.class, "isKept", "passed"),
                        line("F12", SecondKeeper.class, "isKept", "passed"));
    }

    @Test
    void aRowThatDoesNotExistFailsTheTest() throws IOException {
        TestExecutionSummary summary = run(NamesAnUnknownRow.class);

        assertThat(summary.getTestsFailedCount()).isEqualTo(2);
        assertThat(summary.getFailures())
                .allSatisfy(failure -> assertThat(failure.getException()).hasMessageContaining("F999"));
    }

    @Test
    void aSecondProcessAddsToWhatTheFirstLeft() throws IOException {
        run(Repeated.class);
        run(IsDisabled.class);
        run(Repeated.class);

        assertThat(lines())
                .hasSize(5)
                .contains(line("F11", IsDisabled.class, "neverStarts", "skipped"))
                .contains(line("F06", Repeated.class, "allPass", "passed"));
    }

    @Test
    void linesOfTestsThatAreGoneOrClaimSomethingElseNowAreDropped() throws IOException {
        Files.write(
                file(),
                List.of(
                        "F01\tdev.sluice.proof.NoSuchTest\tgone\tpassed",
                        line("F01", FirstKeeper.class, "noSuchMethod", "passed"),
                        line("F80", FirstKeeper.class, "isKept", "passed"),
                        line("F12", SecondKeeper.class, "isKept", "passed")));

        run(IsDisabled.class);

        assertThat(lines())
                .containsExactly(
                        line("F11", IsDisabled.class, "neverStarts", "skipped"),
                        line("F12", SecondKeeper.class, "isKept", "passed"));
    }

    @Test
    void testsWithoutAClaimLeaveNoFile() {
        run(ClaimsNothing.class);

        assertThat(file()).doesNotExist();
    }

    private TestExecutionSummary run(Class<?>... suites) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherConfig onlyOurs = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new ProofsListener(file()), summary)
                .build();
        LauncherFactory.create(onlyOurs)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(Stream.of(suites).map(c -> selectClass(c)).toList())
                        .build());
        return summary.getSummary();
    }

    private Path file() {
        return folder.resolve("proofs.tsv");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static String line(String row, Class<?> suite, String test, String outcome) {
        return String.join("\t", row, suite.getName(), test, outcome);
    }

    static final class Plain {
        @Test
        @Proves({"F02", "F01"})
        void passes() {}

        @Test
        @Proves("F03")
        void fails() {
            Assertions.fail("as it should");
        }

        @Test
        @Disabled
        @Proves("F04")
        void isDisabled() {}

        @Test
        @Proves("F05")
        void isAborted() {
            Assumptions.abort("as it should");
        }

        @Test
        void claimsNothing() {}
    }

    static final class Repeated {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @Proves("F06")
        void allPass(int number) {
            assertThat(number).isPositive();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Proves("F07")
        void oneFails(int number) {
            assertThat(number).isNotEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Proves("F08")
        void oneIsSkipped(int number) {
            Assumptions.assumeTrue(number != 2);
        }

        @TestFactory
        @Proves("F09")
        Stream<DynamicContainer> dynamicOneFailsDeepDown() {
            return Stream.of(DynamicContainer.dynamicContainer(
                    "all",
                    Stream.of(1, 2)
                            .map(n -> DynamicTest.dynamicTest(
                                    "number " + n, () -> assertThat(n).isEqualTo(1)))));
        }
    }

    static final class CannotBeSetUp {
        @BeforeAll
        static void setUp() {
            Assertions.fail("as it should");
        }

        @Test
        @Proves("F10")
        void neverStarts() {}
    }

    @Disabled
    static final class IsDisabled {
        @Test
        @Proves("F11")
        void neverStarts() {}
    }

    @Proves("S01")
    static final class WholeClass {
        @Test
        void outer() {}

        @Nested
        final class Inner {
            @Test
            @Proves("S02")
            void inner() {}
        }
    }

    interface Contract {
        @Test
        @Proves("F12")
        default void isKept() {}
    }

    static final class FirstKeeper implements Contract {}

    static final class SecondKeeper implements Contract {}

    static final class NamesAnUnknownRow {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @Proves({"F01", "F999"})
        void claimsTooMuch(int number) {
            assertThat(number).isPositive();
        }
    }

    static final class ClaimsNothing {
        @Test
        void passes() {}
    }
}
