package dev.sluice.server.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.measures.Report.Arm;
import dev.sluice.server.measures.Report.Bin;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.measures.Report.Metric;
import dev.sluice.server.measures.Report.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ReportReaderTest {

    private static final String START = "{\"session\":\"s\",\"instance\":\"i\",\"seq\":17,\"windowMillis\":10000,";
    private static final String ALPHABET = "{}[]\",:0123456789-.eEtrunlfas\\ \u0000";
    private static final long SEED = 6;

    @Test
    void everythingOfTheContractIsRead() {
        Report report = read(START + """
                "droppedWindows":2,"future":{"a":[1,{"b":2}]},
                "evaluations":[{"flag":"f","version":3,"place":"fallthrough","variation":"on","reason":"SPLIT","count":812},
                               {"flag":"g","version":0,"place":null,"variation":null,"reason":"ERROR","errorCode":"FLAG_NOT_FOUND","count":1}],
                "outcomes":[{"flag":"f","version":3,"place":"fallthrough","assigned":"on","served":"off","replicate":15,"region":"DE",
                             "successes":7,"errors":{"timeout":2},"latency":{"relativeAccuracy":0.01,"zero":1,"bins":[[-3,4],[120,1]]}}],
                "metrics":[{"flag":"f","version":3,"place":"r1","assigned":"on","served":"on","replicate":0,"metric":"order-value","count":2,"sum":3.5,"sumOfSquares":7}],
                "declared":["f","h"]}""");

        assertThat(report)
                .isEqualTo(new Report(
                        "s",
                        "i",
                        17,
                        10_000,
                        2,
                        List.of(
                                new Evaluation("f", new Decided(3, "fallthrough", "on", "SPLIT", null), 812),
                                new Evaluation("g", new Decided(0, null, null, "ERROR", "FLAG_NOT_FOUND"), 1)),
                        List.of(new Outcome(
                                "f",
                                new Arm(3, "fallthrough", "on", "off", 15, "DE"),
                                7,
                                Map.of("timeout", 2L),
                                1,
                                List.of(new Bin(-3, 4), new Bin(120, 1)))),
                        List.of(new Metric("f", new Arm(3, "r1", "on", "on", 0, null), "order-value", 2, 3.5, 7)),
                        List.of("f", "h")));
    }

    @Test
    void aRefusalNamesTheField() {
        refused("{\"instance\":\"i\",\"seq\":1}", "session: missing");
        refused("{\"session\":\"s\",\"seq\":1}", "instance: missing");
        refused("{\"session\":\"s\",\"instance\":\"i\"}", "seq: missing");
        refused(
                "{\"session\":\"s\",\"instance\":\"i\",\"seq\":0}",
                "seq: 0 is not allowed; expected a whole number from 1");
        refused("{\"session\":7,\"instance\":\"i\",\"seq\":1}", "session: what is not a text");
        refused(START + "\"evaluations\":{}}", "evaluations: what is not a list");
        refused(START + "\"evaluations\":[7]}", "evaluations: what is not an object");
        refused(START + "\"evaluations\":[{\"flag\":\"f\"}]}", "evaluations[0].reason: missing");
        refused(START + "\"evaluations\":[{\"reason\":\"SPLIT\"}]}", "evaluations[0].flag: missing");
        refused(
                START
                        + "\"evaluations\":[{\"flag\":\"f\",\"reason\":\"SPLIT\",\"count\":1},{\"flag\":\"f\",\"count\":-1}]}",
                "evaluations[1].count: -1 is not allowed");
        refused(
                START + "\"outcomes\":[{\"flag\":\"f\",\"replicate\":16}]}",
                "outcomes[0].replicate: 16 is not allowed");
        refused(
                START + "\"outcomes\":[{\"flag\":\"f\",\"latency\":{\"relativeAccuracy\":0.02}}]}",
                "outcomes[0].latency.relativeAccuracy: 0.02 is not allowed; expected 0.01");
        refused(
                START + "\"outcomes\":[{\"flag\":\"f\",\"latency\":{\"bins\":[[2000000000,1]]}}]}",
                "outcomes[0].latency.bins: 2000000000 is not allowed");
        refused(START + "\"metrics\":[{\"flag\":\"f\",\"metric\":\"m\",\"sum\":1e999}]}", "metrics[0].sum: ");
        refused(START + "\"seq\":1} {}", "the body: something after its end");
        refused("[]", "the body: what is not an object");
        refused("{\"session\"", "the body is not JSON");
    }

    @Test
    void anUnpackedSizeBeyondTheLimitIsGivenUpEarly() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 256; i++) {
                gzip.write(zeros);
            }
        }

        assertThatThrownBy(() -> ReportReader.read(bomb.toByteArray(), true))
                .isInstanceOfSatisfying(
                        ReportRefusedException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ReportRefusedException.Kind.TOO_LARGE));
        assertThatThrownBy(() -> ReportReader.read("{}".getBytes(StandardCharsets.UTF_8), true))
                .hasMessageContaining("not gzip");
    }

    @Test
    void whateverTheBytesAreItIsAReportOrARefusal() {
        var random = new SplittableRandom(SEED);
        String whole = START
                + "\"evaluations\":[{\"flag\":\"f\",\"version\":3,\"place\":null,\"variation\":\"on\",\"reason\":\"SPLIT\",\"count\":8}],"
                + "\"outcomes\":[{\"flag\":\"f\",\"errors\":{\"e\":1},\"latency\":{\"zero\":1,\"bins\":[[1,2]]}}],\"declared\":[\"f\"]}";
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            }
            try {
                ReportReader.read(bytes, false);
            } catch (ReportRefusedException refused) {
                assertThat(refused).as("seed %s, round %s", SEED, round).hasMessageMatching("(?s).+");
            } catch (RuntimeException wrong) {
                throw new AssertionError("seed " + SEED + ", round " + round + ": " + new String(bytes), wrong);
            }
        }
    }

    private static Report read(String json) {
        return ReportReader.read(json.getBytes(StandardCharsets.UTF_8), false);
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .as(json)
                .isInstanceOf(ReportRefusedException.class)
                .hasMessageStartingWith(message);
    }
}
