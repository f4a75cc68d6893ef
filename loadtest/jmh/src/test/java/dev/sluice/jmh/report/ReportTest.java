package dev.sluice.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report says of a bar that it is met only when the figures say so. */
class ReportTest {

    @TempDir
    Path folder;

    private final List<String> results = new ArrayList<>();

    @Test
    void aRatioIsTakenWithinARoundSoThatASlowerMachineChangesNothing() throws IOException {
        add("Deciding.w2Limit", 1, "{}", 20, 0);
        add("Deciding.w2Client", 1, "{}", 23, 0);
        add("Deciding.w2Limit", 1, "{}", 200, 0);
        add("Deciding.w2Client", 1, "{}", 230, 0);
        add("Deciding.w2Limit", 1, "{}", 30, 0);
        add("Deciding.w2Client", 1, "{}", 34.5, 0);

        String text = report();

        assertThat(text).contains("| Client | - | 34.5 (0), 1.15x |").contains("<= 1.20x, <= 0 B: met");
    }

    @Test
    void aRatioAboveTheBarIsMissed() throws IOException {
        add("Deciding.w3Limit", 1, "{}", 100, 0);
        add("Deciding.w3Client", 1, "{}", 101, 0);

        assertThat(report()).contains("<= 1.00x, <= 0 B: **missed**");
    }

    @Test
    void aByteADecisionMissesTheBarHoweverFastItIs() throws IOException {
        add("Deciding.w1Limit", 1, "{}", 8, 0);
        add("Deciding.w1Client", 1, "{}", 4, 1);

        assertThat(report()).contains("<= 1.50x, <= 0 B: **missed**");
    }

    @Test
    void twoThreadsThatGetInEachOthersWayMissTheBar() throws IOException {
        add("Deciding.w1Limit", 1, "{}", 10, 0);
        add("Deciding.w1Limit", 2, "{}", 10, 0);
        add("Deciding.w1Client", 1, "{}", 12, 0);
        add("Deciding.w1Client", 2, "{}", 24, 0);

        assertThat(report()).contains("scales 0.50 of the limit's, >= 0.95: **missed**");
    }

    @Test
    void growthIsDrawnAndSetBesideTheLimitsOwn() throws IOException {
        for (int size : new int[] {10, 100, 1_000, 10_000}) {
            String params = "{\"size\":\"" + size + "\"}";
            add("Growth.flagsLimit", 1, params, 10 + Math.log10(size), 0);
            add("Growth.flagsEngine", 1, params, (10 + Math.log10(size)) * (size == 10_000 ? 2 : 1.1), 0);
            add("Growth.listLimit", 1, params, 5, 0);
            add("Growth.listEngine", 1, params, 6, 0);
        }

        assertThat(report()).contains("1.82x **missed**").contains("| 1.00x | 1.00x | 1.00x | 1.00x |");
        assertThat(Files.readString(folder.resolve("growth-made.svg")))
                .contains("<polyline")
                .doesNotContain("NaN");
    }

    private void add(String benchmark, int threads, String params, double score, double bytes) {
        results.add(String.format(
                Locale.ROOT,
                "{\"benchmark\":\"dev.sluice.jmh.%s\",\"threads\":%d,\"params\":%s,\"jdkVersion\":\"17\",\"vmName\":\"VM\","
                        + "\"primaryMetric\":{\"score\":1e9,\"scoreUnit\":\"ns/op\",\"rawData\":[[%f,%f,1e9]]},"
                        + "\"secondaryMetrics\":{\"gc.alloc.rate.norm\":{\"score\":%f}}}",
                benchmark,
                threads,
                params,
                score,
                score,
                bytes));
    }

    private String report() throws IOException {
        Path json = folder.resolve("made.json");
        Files.writeString(json, "[" + String.join(",", results) + "]");
        Report.main(json.toString());
        return Files.readString(folder.resolve("made.md"));
    }
}
