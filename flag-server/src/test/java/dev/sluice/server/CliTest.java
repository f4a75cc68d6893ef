package dev.sluice.server;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a running server, by real HTTP. */
final class CliTest {

    @TempDir
    static Path folder;

    private static OneServer server;

    @BeforeAll
    static void start() throws Exception {
        server = OneServer.start(folder.resolve("data"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void flagsAreListedWithWhoGetsWhat() {
        Said said = run("flags");

        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("FLAG").contains("IN PRODUCTION", "new-checkout", "boolean");
        assertThat(run("flags", "--tag", "nothing").out().lines()).hasSize(1);
        assertThat(run("flags", "-o", "json").out()).startsWith("[").contains("\"key\" : \"new-checkout\"");
    }

    @Test
    void aFlagIsTurnedOnRampedAndTurnedOff() throws Exception {
        Said on = run("on", "new-checkout", "-m", "the day has come");
        Said ramp = run("percentage", "new-checkout", "on", "12.5", "--wait=PT5S");
        Said tooMuch = run("percentage", "new-checkout", "on", "250");
        Said off = run("off", "new-checkout");
        Said again = run("off", "new-checkout");

        assertThat(on.code()).as(on.err()).isZero();
        assertThat(on.out()).startsWith("new-checkout in production: ");
        assertThat(ramp.code()).as(ramp.err()).isZero();
        assertThat(ramp.out()).contains("12.5 %", "no instance is connected");
        assertThat(tooMuch.code()).isEqualTo(1);
        assertThat(tooMuch.err()).contains("percentage: 250 is not allowed; expected 0 to 100");
        assertThat(off.code()).as(off.err()).isZero();
        assertThat(again.out()).contains("(as before)");
        assertThat(run("changes").out()).contains("flag.off", "demo/production/new-checkout");
        assertThat(server.act("GET", "/api/v1/projects/demo/audit").body()).contains("the day has come");
    }

    @Test
    void whatStandsBehindAWaitIsNoDuration() {
        Said off = run("off", "--wait", "new-checkout");
        Said apart = run("off", "new-checkout", "--wait", "PT5S");
        Said none = run("off", "new-checkout", "--wait=soon");

        assertThat(off.code()).as(off.err()).isZero();
        assertThat(off.out()).contains("new-checkout in production: ");
        assertThat(apart.code()).isEqualTo(64);
        assertThat(apart.err()).contains("PT5S");
        assertThat(none.code()).isEqualTo(64);
    }

    @Test
    void aProjectOfTwoThousandFlagsIsAppliedAndExported() throws IOException {
        Path file = folder.resolve("large.yaml");
        Files.writeString(file, twoThousandFlags());

        Said applied = run("apply", "-p", "large", "-f", file.toString());
        Said exported = run("export", "-p", "large", "-o", "json");
        Said listed = run("flags", "-p", "large");

        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("\"flag-1999\"");
        assertThat(listed.out().lines()).hasSize(2_001);
    }

    private static String twoThousandFlags() {
        String keys = IntStream.range(0, 40).mapToObj(Integer::toString).collect(joining("','", "['", "']"));
        String targeting = "{enabled: true, offVariation: off, targets: [{variation: on, keys: " + keys
                + "}], fallthrough: {split: {percent: {on: 12.5}, rest: off}}}";
        return IntStream.range(0, 2_000)
                .mapToObj(
                        i -> "  flag-" + i + ":\n    type: boolean\n    environments:\n      production: " + targeting)
                .collect(joining(
                        "\n", "sluice: 1\nproject: large\nenvironments:\n  production: Production\nflags:\n", "\n"));
    }

    @Test
    void anAnswerMayBeDeeperThanABodyMayBe() {
        int deep = 200;

        Said said = answered("[".repeat(deep) + "]".repeat(deep), "export", "-o", "json");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("[");
    }

    @Test
    void ofAnAnswerThatCannotBeReadItIsSaidThatTheRequestWasTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("taken.yaml"), "sluice: 1\nproject: demo\n");

        for (String answer : List.of("", "<html>", "{\"changed\":", "{} {}")) {
            Said said = answered(answer, "apply", "-f", file.toString());

            assertThat(said.code()).as(answer).isEqualTo(4);
            assertThat(said.err())
                    .contains("the answer can't be read", "took the request and answered 200")
                    .doesNotContain("\tat ");
        }
    }

    /** What a command says when a server gives this answer to everything. */
    private static Said answered(String answer, String... arguments) {
        Vertx vertx = Vertx.vertx();
        try {
            int port = vertx.createHttpServer()
                    .requestHandler(request ->
                            request.body().onSuccess(body -> request.response().end(answer)))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join()
                    .actualPort();
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--url", "http://127.0.0.1:" + port));
            return run(all.toArray(String[]::new));
        } finally {
            vertx.close();
        }
    }

    @Test
    void whatIsWrittenIsUtf8WhateverThePlatformWrites() throws Exception {
        Path file = Files.writeString(folder.resolve("words.yaml"), "sluice: 1\nproject: demo\nname: 'Grüße, 世界 🎉'\n");
        Said applied = run("apply", "-f", file.toString());
        ProcessBuilder export = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "export")
                .redirectError(folder.resolve("export.err").toFile());
        export.environment().putAll(environment());
        export.environment().put("LC_ALL", "C");

        Process process = export.start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(process.waitFor()).isZero();
        assertThat(written).contains("Grüße, 世界 🎉").isEqualTo(run("export").out());
    }

    @Test
    void whySaysWhatIsDecidedAndHow() {
        Said said = run("why", "banner-text", "u1", "-a", "plan=gold", "-a", "age=7");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("banner-text", "disabled");
        assertThat(run("why", "banner-txt", "u1").code()).isEqualTo(1);
    }

    @Test
    void anAudienceIsCountedFromAFile() throws IOException {
        Path csv = Files.writeString(folder.resolve("users.csv"), "targetingKey,plan\nu1,gold\nu2,free\nu3,free\n");
        Path rows = Files.writeString(
                folder.resolve("users.ndjson"), "{\"targetingKey\":\"u1\"}\nnothing\n{\"targetingKey\":\"u2\"}\n");

        Said table = run("audience", "banner-text", csv.toString());
        Said json = run("audience", "banner-text", rows.toString(), "-o", "json");

        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).startsWith("VARIATION").contains("3", "100.0 %");
        assertThat(json.out()).contains("\"contexts\" : 2", "\"invalid\" : 1");
        assertThat(run("audience", "no-such-flag", csv.toString()).code()).isEqualTo(1);
        Said missing =
                run("audience", "banner-text", folder.resolve("nobody.csv").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("nobody.csv can't be read");
    }

    @Test
    void theAuditLogIsVerified() {
        Said said = run("audit", "verify");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("are there, unchanged and in their order");
        assertThat(run("audit", "verify", "-o", "json").out()).contains("\"intact\" : true");
        assertThat(run("audit").code()).isEqualTo(64);
    }

    @Test
    void whatIsExportedIsAppliedAndADriftIsNoticed() throws IOException {
        Said exported = run("export");
        Path file = Files.writeString(folder.resolve("demo.yaml"), exported.out());
        Path changed = Files.writeString(
                folder.resolve("changed.yaml"), exported.out().replace("owner: \"\"", "owner: payments"));

        Said same = run("apply", "-f", file.toString(), "--prune", "--dry-run");
        Said drift = run("apply", "-f", changed.toString(), "--dry-run");
        Said applied = run("apply", "-f", changed.toString());
        Said after = run("apply", "-f", changed.toString(), "--dry-run");

        assertThat(exported.code()).isZero();
        assertThat(exported.out()).startsWith("sluice: 1\nproject: demo\n");
        assertThat(same.code()).isZero();
        assertThat(same.out()).contains("nothing to change");
        assertThat(drift.code()).isEqualTo(2);
        assertThat(drift.out()).contains("change flag new-checkout", "payments", "this was a dry run");
        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(after.code()).isZero();
        assertThat(run("apply", "-f", folder.resolve("none.yaml").toString()).code())
                .isEqualTo(1);
    }

    @Test
    void theTokenComesFromTheEnvironmentAndIsNeverTold() {
        Map<String, String> without = new HashMap<>(environment());
        without.remove("SLUICE_TOKEN");
        Map<String, String> wrong = new HashMap<>(environment());
        wrong.put("SLUICE_TOKEN", "a-wrong-token-of-somebody");

        assertThat(Said.run(without, "flags").code()).isEqualTo(64);
        assertThat(Said.run(without, "flags").err()).contains("SLUICE_TOKEN: missing");
        assertThat(Said.run(wrong, "flags").code()).isEqualTo(1);
        assertThat(Said.run(wrong, "flags").err())
                .contains("came with an unknown")
                .doesNotContain("a-wrong-token");
        assertThat(run("flags", "--token", "x").code()).isEqualTo(64);
    }

    @Test
    void aServerThatIsAwayIsOneSentence() {
        Said said = run("flags", "--url", "http://127.0.0.1:1");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("no answer from http://127.0.0.1:1").doesNotContain("Exception in");
    }

    @Test
    void shellsLearnTheCommands() {
        assertThat(run("completion").out()).contains("percentage", "apply", "complete -F");
    }

    private static Map<String, String> environment() {
        return Map.of("SLUICE_URL", "http://127.0.0.1:" + server.port(), "SLUICE_TOKEN", OneServer.TOKEN);
    }

    /** Each of these commands may be done twice. */
    private static Said run(String... arguments) {
        return Said.act(environment(), arguments);
    }
}
