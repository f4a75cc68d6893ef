package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.HostileBodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node under broken bodies at the doors that SDKs and OFREP clients come in by: keys lie in many hands. */
final class HostileKeysTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = 1_500;
    private static final String REPORT = "/sdk/v1/report";
    private static final String ROW = "\"flag\":\"new-checkout\",\"version\":1,\"place\":\"fallthrough\"";
    private static final String ARM = ROW + ",\"assigned\":\"on\",\"served\":\"off\",\"replicate\":3,\"region\":\"DE\"";
    private static final Map<String, String> RIGHT = new TreeMap<>(Map.of(
            "/sdk/v1/ack",
            "{\"session\":\"s\",\"instance\":\"i\",\"epoch\":\"1.a\",\"revision\":2,\"hash\":\"" + "8b".repeat(32)
                    + "\",\"heldMillis\":4,\"notUnderstood\":[{\"flag\":\"f\",\"why\":\"w\"}],\"overrides\":{\"f\":\"on\"},\"geo\":\"g\"}",
            "/sdk/v1/goodbye",
            "{\"session\":\"s\",\"instance\":\"i\"}",
            REPORT,
            "{\"session\":\"s\",\"instance\":\"i\",\"seq\":1,\"windowMillis\":10000,\"droppedWindows\":0,\"evaluations\":[{"
                    + ROW
                    + ",\"variation\":\"on\",\"reason\":\"SPLIT\",\"count\":7}],\"outcomes\":[{" + ARM
                    + ",\"successes\":9,\"errors\":{\"timeout\":1},\"latency\":{\"relativeAccuracy\":0.01,\"zero\":0,\"bins\":[[230,10]]}}],"
                    + "\"metrics\":[{" + ARM
                    + ",\"metric\":\"basket\",\"count\":2,\"sum\":3.5,\"sumOfSquares\":6.25}],\"declared\":[\"new-checkout\"]}",
            "/ofrep/v1/evaluate/flags",
            "{\"context\":{\"targetingKey\":\"u1\",\"plan\":\"gold\",\"n\":[1,{\"m\":2.5}]}}",
            "/ofrep/v1/evaluate/flags/new-checkout",
            "{\"context\":{\"targetingKey\":\"u1\",\"ip\":\"2001:db8::1\",\"vip\":true}}"));

    @TempDir
    private Path data;

    private OneServer server;

    @BeforeEach
    void start() throws Exception {
        server = OneServer.start(data, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("S24")
    void whateverAKeyIsUsedToSendItIsTakenOrRefusedWholeAndNothingIsStored() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> doors = List.copyOf(RIGHT.keySet());
        String before = server.everything();
        int reports = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String door = doors.get(random.nextInt(doors.size()));
            String right = RIGHT.get(door).replace("\"seq\":1", "\"seq\":" + (round + 1));
            byte[] body = HostileBodies.broken(random, right);
            boolean packed = door.equals(REPORT) && random.nextInt(3) == 0;

            HttpResponse<String> answer = packed ? send(door, torn(random, gzip(body)), "gzip") : send(door, body, "");

            String what = "seed " + SEED + ", round " + round + ": " + door + (packed ? " packed" : "") + " <- "
                    + new String(body, StandardCharsets.UTF_8) + " -> " + answer.body();
            assertThat(answer.statusCode()).as(what).isIn(200, 204, 400, 413);
            refused += answer.statusCode() >= 400 ? 1 : 0;
            reports += door.equals(REPORT) && answer.statusCode() == 204 ? 1 : 0;
        }

        assertThat(refused).isGreaterThan(ROUNDS / 5);
        assertThat(server.everything()).isEqualTo(before);
        assertThat(counted()).as("reports that count").isBetween(1L, (long) reports);
    }

    @Test
    @Proves("S24")
    void whatIsSmallToSendAndLargeToHoldIsHeldNowhere() throws Exception {
        long held = HostileBodies.heapHeld();
        for (Map.Entry<String, String> door : RIGHT.entrySet()) {
            for (Map.Entry<String, String> body : HostileBodies.largeToHold().entrySet()) {
                String within = door.getValue().replaceFirst("\\{", "{\"later\":" + body.getValue() + ",");
                String name = door.getKey() + " with " + body.getKey();

                assertThat(send(door.getKey(), bytes(body.getValue()), "").statusCode())
                        .as(name)
                        .isIn(400, 413);
                assertThat(send(door.getKey(), bytes(within), "").statusCode())
                        .as(name + " within what is right")
                        .isIn(200, 204, 400, 413);
            }
        }
        assertThat(send(REPORT, gzip(new byte[100_000_000]), "gzip").statusCode())
                .isEqualTo(413);

        assertThat(HostileBodies.heapHeld() - held).isLessThan(HostileBodies.MOST_GROWTH);
        assertThat(send(REPORT, bytes(RIGHT.get(REPORT)), "").statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> send(String path, byte[] body, String coding) throws Exception {
        HttpRequest.Builder request = OneServer.request(server.port(), path, OneServer.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (!coding.isEmpty()) {
            request.header("Content-Encoding", coding);
        }
        return server.plainly(request.build());
    }

    private long counted() throws Exception {
        for (String line : server.management("/metrics").body().lines().toList()) {
            if (line.startsWith("sluice_reports_taken_total")) {
                return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ')));
            }
        }
        throw new AssertionError("there is no sluice_reports_taken_total");
    }

    private static byte[] torn(SplittableRandom random, byte[] packed) {
        if (random.nextInt(2) == 0) {
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return packed;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
