package dev.sluice.rig.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.proof.Proves;
import dev.sluice.rig.balance.Haproxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Proves("F03")
    void whileEverythingIsHarmedNoDecisionThrowsAndEachIsRightForItsRevision() throws Exception {
        assumeTrue(Haproxy.missing().isEmpty(), () -> Haproxy.missing().orElseThrow());
        Path file = folder.resolve("soak.jsonl");

        Soak.run(
                folder,
                new Soak.Size(20261121, Duration.ofSeconds(4), Duration.ofSeconds(14), Duration.ofSeconds(2)),
                "a smoke test",
                file);

        assertThat(SoakFile.failures(file)).isEmpty();
        assertThat(Files.readAllLines(file)).hasSizeGreaterThan(6);
    }

    /** The hour that was run with {@code make soak MINUTES=60} and committed: within twice the healthy p99 is said there, not by a test's own clock. */
    @Test
    @Proves("F03")
    void theHourThatIsCommittedHolds() throws IOException {
        Path file = Path.of("../results/soak.jsonl");

        assertThat(SoakFile.failures(file)).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(62);
    }

    @Test
    void theCheckerSeesWhatMustNotBe() throws IOException {
        assertThat(check(good())).isEmpty();
        assertThat(check(List.of(good().get(0), good().get(21))))
                .as("shorter than a period")
                .isEmpty();
        assertThat(check(good().subList(0, 5))).singleElement().asString().contains("did not come to its end");
        assertThat(check(with(good(), 21, "\"wrong\":0", "\"wrong\":1"))).anyMatch(line -> line.contains("were wrong"));
        assertThat(check(with(good(), 21, "\"exceptions\":0", "\"exceptions\":2")))
                .anyMatch(line -> line.contains("threw"));
        assertThat(check(with(good(), 21, "\"right\":900", "\"right\":9"))).anyMatch(line -> line.contains("too few"));
        assertThat(check(with(good(), 21, "\"readyAgain\":true", "\"readyAgain\":false")))
                .anyMatch(line -> line.contains("READY again"));
        assertThat(check(with(good(), 0, "\"commit\":\"0123456\"", "\"commit\":\"\"")))
                .containsExactly("the commit is missing");
        assertThat(check(all(good(), "\"perSecond\":50000", "\"perSecond\":40000")))
                .anyMatch(line -> line.contains("a second"));
        assertThat(check(later(good(), 5, "\"p99Nanos\":500", "\"p99Nanos\":1500")))
                .anyMatch(line -> line.contains("p99"));
        assertThat(check(later(good(), 14, "\"heapKilobytes\":9000", "\"heapKilobytes\":90000")))
                .anyMatch(line -> line.contains("the heap grew"));
        assertThat(check(later(good(), 14, "\"threads\":30", "\"threads\":60")))
                .anyMatch(line -> line.contains("threads"));
    }

    private List<String> check(List<String> lines) throws IOException {
        return SoakFile.failures(Files.write(folder.resolve("checked.jsonl"), lines));
    }

    private static List<String> good() {
        List<String> lines = new ArrayList<>();
        lines.add("{\"commit\":\"0123456\",\"seed\":1,\"decisionsPerSecondWanted\":50000}");
        for (int i = 1; i <= 20; i++) {
            lines.add("{\"line\":" + i + ",\"harmed\":" + (i > 4)
                    + ",\"perSecond\":50000,\"p99Nanos\":500,\"heapKilobytes\":9000,\"threads\":30}");
        }
        lines.add("{\"end\":true,\"readyAgain\":true,\"exceptions\":0,\"right\":900,\"wrong\":0,\"unjudged\":9}");
        return lines;
    }

    private static List<String> with(List<String> lines, int number, String old, String changed) {
        assertThat(lines.get(number)).contains(old);
        lines.set(number, lines.get(number).replace(old, changed));
        return lines;
    }

    private static List<String> all(List<String> lines, String old, String changed) {
        return later(lines, 1, old, changed);
    }

    private static List<String> later(List<String> lines, int from, String old, String changed) {
        for (int i = from; i < lines.size() - 1; i++) {
            with(lines, i, old, changed);
        }
        return lines;
    }
}
