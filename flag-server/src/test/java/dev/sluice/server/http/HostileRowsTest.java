package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Broken files and tables at the doors that take YAML, lines of JSON and CSV. Bodies of JSON: {@link BodyFuzzTest}. */
final class HostileRowsTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = 1_500;
    private static final String PROJECT = "/api/v1/projects/demo";
    private static final String MEMBERS = PROJECT + "/environments/production/segments/staff/members";
    private static final String AUDIENCE = PROJECT + "/environments/production/flags/new-checkout/audience";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String YAML = "application/yaml";

    /** A door: where, as what, and something that is right there. */
    private record Door(String method, String path, String type, String right) {}

    private static List<Door> doors(RestServer server) {
        String lines = "{\"key\":\"u1\"}\n\"u2\"\n{\"key\":\"ü3\"}\n";
        String table = "name,key\nAda,u1\nBob,\"u,2\"\n";
        String contexts =
                "{\"targetingKey\":\"u1\",\"attributes\":{\"plan\":\"gold\",\"n\":[1,{\"m\":2.5}]}}\n{\"ip\":\"2001:db8::1\"}\n";
        String people = "targetingKey,plan,age:number,vip:boolean,tags:json\nu1,gold,7,true,\"[1,2]\"\nu2,,,,\n";
        List<Door> doors = new ArrayList<>();
        for (String method : List.of("POST", "DELETE")) {
            doors.add(new Door(method, MEMBERS, NDJSON, lines));
            doors.add(new Door(method, MEMBERS, CSV, table));
        }
        doors.add(new Door("POST", AUDIENCE, NDJSON, contexts));
        doors.add(new Door("POST", AUDIENCE, CSV, people));
        doors.add(new Door(
                "POST",
                PROJECT + "/import",
                YAML,
                server.get(PROJECT + "/export?format=yaml").text()));
        doors.add(new Door(
                "POST",
                PROJECT + "/import?dryRun=true&prune=true",
                "application/json",
                server.get(PROJECT + "/export").text()));
        return doors;
    }

    @Test
    @Proves("S24")
    void whateverTheBytesAreItIsTakenOrRefusedWholeAndTheNodeStaysUnderstood() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (RestServer server = started()) {
            List<Door> doors = doors(server);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Door door = doors.get(random.nextInt(doors.size()));
                byte[] body = HostileBodies.broken(random, door.right());
                String before = server.everything();

                Answer answer = server.sendBytes(
                        door.method(), door.path(), body, "Content-Type", door.type(), "If-Match", "*");

                String what = "seed " + SEED + ", round " + round + ": " + door + " <- "
                        + new String(body, StandardCharsets.UTF_8) + " -> " + answer.text();
                assertThat(answer.status()).as(what).isBetween(200, 499);
                if (answer.status() >= 400) {
                    refused++;
                    assertThat(server.everything()).as(what).isEqualTo(before);
                }
            }
            assertThat(refused).isGreaterThan(ROUNDS / 10);
            server.workspace
                    .project("demo")
                    .environments()
                    .values()
                    .forEach(environment -> assertThat(
                                    environment.replica().snapshot().notUnderstood())
                            .isEmpty());
        }
    }

    @Test
    @Proves("S24")
    void whatIsSmallToSendAndLargeToHoldIsRefused() {
        String aliases = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "a" + i + ": &a" + i + " ["
                                + IntStream.range(0, 9)
                                        .mapToObj(n -> "*a" + (i - 1))
                                        .collect(Collectors.joining(","))
                                + "]\n")
                        .collect(Collectors.joining());
        String deep =
                IntStream.range(0, 3_000).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        String wide = "key," + "c,".repeat(200_000) + "z\nu1\n";
        try (RestServer server = started()) {
            String before = server.everything();

            assertThat(send(server, PROJECT + "/import", YAML, aliases)).isEqualTo(400);
            assertThat(send(server, PROJECT + "/import", YAML, deep)).isEqualTo(400);
            assertThat(send(server, MEMBERS, CSV, wide)).isBetween(400, 422);
            assertThat(send(server, MEMBERS, NDJSON, "[".repeat(500_000))).isBetween(400, 422);
            assertThat(send(server, MEMBERS, NDJSON, "\"" + "k".repeat(1_000_000) + "\""))
                    .isBetween(400, 422);
            assertThat(server.everything()).isEqualTo(before);
        }
    }

    private static RestServer started() {
        RestServer server = new RestServer();
        server.put(PROJECT + "/environments/production/segments/staff", "{\"included\":[\"u0\"]}");
        return server;
    }

    private static int send(RestServer server, String path, String type, String body) {
        return server.sendBytes(
                        "POST", path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", type, "If-Match", "*")
                .status();
    }
}
