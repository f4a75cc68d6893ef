package dev.sluice.rig.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rig.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code src/test/npm/providers.test.mjs}: the server and the web provider for JavaScript against a running server. */
final class NodeProvidersTest {
    private static final Path FOLDER = Repository.root().resolve("loadtest/rig/src/test/npm");
    private static final long LONGEST_SECONDS = 180;

    @TempDir
    Path folder;

    @Test
    void theProvidersForJavaScriptAgreeWithTheServer() throws Exception {
        install();
        try (OfrepServer server = OfrepServer.start(folder)) {
            String said = run(
                    Map.of(
                            "SLUICE_URL", server.uri().toString(),
                            "SLUICE_SDK_KEY", OfrepServer.SDK_KEY,
                            "SLUICE_CLIENT_KEY", OfrepServer.CLIENT_KEY,
                            "SLUICE_ADMIN_TOKEN", OfrepServer.ADMIN),
                    "node",
                    "--test",
                    "providers.test.mjs");

            assertThat(said).contains("a change event after");
        }
    }

    private void install() throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("node_modules/.package-lock.json");
        Path wanted = FOLDER.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
            run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    /** What it said; fails with that unless it ends well. */
    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve(command[0] + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended && process.exitValue() == 0)
                .as("%s said:%n%s", String.join(" ", command), said)
                .isTrue();
        return said;
    }
}
