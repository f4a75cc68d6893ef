package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.sdk.FlagClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is restored while a server runs and an SDK listens. */
@Tag("slow")
@Proves("F80")
class RestoreTest {

    @TempDir
    private Path folder;

    @Test
    void anSdkTakesTheLowerRevisionOfARestoredBackupOverAndGoesOnFromThere() throws Exception {
        Path backup = folder.resolve("all.backup");
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, Demo.ADMIN, Demo.SDK_KEY, Map.of());
                FlagClient flags = Demo.client(server.uri())) {
            RestClient rest = new RestClient(server.uri(), Demo.ADMIN);
            Demo.setPercentage(rest, "100", 1);
            var saved = flags.state().orElseThrow();
            sluice(data, "store", "backup", backup.toString());
            for (int percentage = 1; percentage <= 5; percentage++) {
                Demo.setPercentage(rest, Integer.toString(percentage), 1);
            }
            assertThat(flags.state().orElseThrow().revision()).isGreaterThan(saved.revision());

            sluice(data, "store", "restore", "--yes", backup.toString());

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(flags.state().orElseThrow().revision()).isEqualTo(saved.revision()));
            assertThat(flags.state().orElseThrow().epoch().generation())
                    .isGreaterThan(saved.epoch().generation());
            assertThat(flags.state().orElseThrow().hash()).isEqualTo(saved.hash());
            Demo.setPercentage(rest, "50", 1);
            assertThat(flags.state().orElseThrow().revision()).isEqualTo(saved.revision() + 1);
        }
    }

    private static void sluice(Path data, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Repository.root().resolve("flag-server/target/flag-server.jar").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().put("SLUICE_DATA", data.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", words)).isZero();
    }
}
