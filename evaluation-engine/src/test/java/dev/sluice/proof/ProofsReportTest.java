package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProofsReportTest {

    @TempDir
    Path root;

    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @BeforeEach
    void aLedgerOfThreeRows() throws IOException {
        write(
                "docs/ledger/rows.tsv",
                "# a comment",
                "F01\tStream\tthe line breaks\tcomes back",
                "F02\tStream\tthe line is slow | noisy\twaits",
                "S01\tSecurity\ta wrong key\tis refused");
        write("docs/ledger/open.tsv", "# a comment");
    }

    @Test
    void aRowWithPassedTestsIsProvedAndOneWithoutIsOpenForItsReason() throws IOException {
        write("docs/ledger/open.tsv", "F02\tcomes later");
        write("engine/target/proofs.tsv", "F01\tdev.sluice.engine.LineTest\tcomesBack\tpassed");
        write("admin-ui/target/proofs.tsv", "S01\te2e/sign-in.spec.ts\ta wrong key is refused\tpassed");

        assertThat(run()).isZero();

        assertThat(report())
                .contains("**2 of 3 rows proved, 1 open (0 of these proved in part).**")
                .contains("## Stream\n")
                .contains("| F01 | the line breaks | comes back | `LineTest › comesBack` |\n")
                .contains("| F02 | the line is slow \\| noisy | waits | *open: comes later* |\n")
                .contains("| S01 | a wrong key | is refused | `e2e/sign-in.spec.ts › a wrong key is refused` |\n");
    }

    @Test
    void aSkippedOrFailedTestLeavesItsRowOpenWhateverElsePassed() throws IOException {
        write(
                "engine/target/proofs.tsv",
                "F01\tdev.sluice.A\tone\tpassed",
                "F01\tdev.sluice.B\ttwo\tskipped",
                "F02\tdev.sluice.B\tthree\tfailed",
                "S01\tdev.sluice.B\tfour\tpassed");

        assertThat(run()).isZero();

        assertThat(report())
                .contains("**1 of 3 rows proved, 2 open (1 of these proved in part).**")
                .contains("| *open: skipped `B › two`* · in part: `A › one` |")
                .contains("| *open: failed `B › three`* |");
    }

    @Test
    void aReasonKeepsARowOpenThoughATestProvesAPartOfIt() throws IOException {
        write("docs/ledger/open.tsv", "F01\tonly half of it", "F02\tlater", "S01\tlater");
        write("engine/target/proofs.tsv", "F01\tdev.sluice.A\tone\tpassed");

        assertThat(run()).isZero();

        assertThat(report())
                .contains("**0 of 3 rows proved, 3 open (1 of these proved in part).**")
                .contains("| *open: only half of it* · in part: `A › one` |");
    }

    @Test
    void aRowWithNeitherATestNorAReasonIsRefused() throws IOException {
        write("docs/ledger/open.tsv", "F02\tlater", "S01\tlater");

        assertThat(run()).isOne();

        assertThat(complaints()).contains("row F01 has neither a test").doesNotContain("F02");
        assertThat(root.resolve("docs/proofs.md")).doesNotExist();
    }

    @Test
    void rowsThatDoNotExistAreRefusedWhoeverNamesThem() throws IOException {
        write("docs/ledger/open.tsv", "F01\tlater", "F02\tlater", "S01\tlater", "F77\tlater");
        write("engine/target/proofs.tsv", "F99\tdev.sluice.A\tone\tpassed");

        assertThat(run()).isOne();

        assertThat(complaints())
                .contains("row F99 is not in docs/ledger/rows.tsv; claimed by A › one")
                .contains("row F77 of docs/ledger/open.tsv is not in docs/ledger/rows.tsv");
    }

    @Test
    void aLineThatIsNoResultIsRefused() throws IOException {
        write("engine/target/proofs.tsv", "F01\tdev.sluice.A\tone\tgreen");

        assertThat(run()).isOne();

        assertThat(complaints()).contains("\"green\" is no outcome; expected passed, failed or skipped");
    }

    @Test
    void aRowThatStandsTwiceInTheLedgerIsRefused() throws IOException {
        write("docs/ledger/rows.tsv", "F01\tStream\ta\tb", "F01\tStream\tc\td");

        assertThat(run()).isOne();

        assertThat(complaints()).contains("docs/ledger/rows.tsv has row F01 twice; expected once");
    }

    @Test
    void theSameResultsGiveTheSameFileInWhateverOrderTheyStand() throws IOException {
        List<String> lines = List.of(
                "F01\tdev.sluice.A\tone\tpassed",
                "F01\tdev.sluice.B\ttwo\tpassed",
                "F02\tdev.sluice.B\ttwo\tpassed",
                "S01\tdev.sluice.A\tone\tpassed");
        write("engine/target/proofs.tsv", lines.toArray(String[]::new));
        run();
        String first = report();

        write("engine/target/proofs.tsv", lines.get(3), lines.get(1));
        write("server/target/proofs.tsv", lines.get(2), lines.get(0));
        run();

        assertThat(report()).isEqualTo(first);
    }

    @Test
    void theLedgerOfThisRepositoryHasEveryRowOfTheDesign() {
        Ledger ledger = Ledger.above(Path.of("").toAbsolutePath());

        assertThat(ledger.ids()).hasSize(110);
        for (int n = 1; n <= 80; n++) {
            assertThat(ledger.ids()).contains("F%02d".formatted(n));
        }
        for (int n = 1; n <= 30; n++) {
            assertThat(ledger.ids()).contains("S%02d".formatted(n));
        }
        assertThat(ledger.ids()).containsAll(ledger.reasonsGivenFor());
    }

    private int run() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return ProofsReport.run(root, nowhere, new PrintStream(complaints, true, StandardCharsets.UTF_8));
    }

    private String report() throws IOException {
        return Files.readString(root.resolve("docs/proofs.md"));
    }

    private String complaints() {
        return complaints.toString(StandardCharsets.UTF_8);
    }

    private void write(String file, String... lines) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, List.of(lines));
    }
}
