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
    private static final int MOST_INSTALLS = 3;

    @TempDir
    Path folder;

    /**
     * How a program ended.
     *
     * @param well in time, and with 0
     */
    private record Ran(String command, boolean well, String said) {
        String expectSuccess() {
            assertThat(well).as("%s said:%n%s", command, said).isTrue();
            return said;
        }
    }

    @Test
    void theProvidersForJavaScriptAgreeWithTheServer() throws Exception {
        install();
        try (OfrepServer server = OfrepServer.start(folder)) {
            Ran test = run(
                    Map.of(
                            "SLUICE_URL", server.uri().toString(),
                            "SLUICE_SDK_KEY", OfrepServer.SDK_KEY,
                            "SLUICE_CLIENT_KEY", OfrepServer.CLIENT_KEY,
                            "SLUICE_ADMIN_TOKEN", OfrepServer.ADMIN),
                    "node",
                    "--test",
                    "providers.test.mjs");

            assertThat(test.expectSuccess()).contains("a change event after");
        }
    }

    /** More than once if need be: what is fetched for the first time comes from the network. */
    private void install() throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("node_modules/.package-lock.json");
        Path wanted = FOLDER.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
            Ran install = installOnce();
            for (int tries = 1; tries < MOST_INSTALLS && !install.well(); tries++) {
                install = installOnce();
            }
            install.expectSuccess();
        }
    }

    private Ran installOnce() throws IOException, InterruptedException {
        return run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    }

    private Ran run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve(command[0] + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        return new Ran(String.join(" ", command), ended && process.exitValue() == 0, Files.readString(output));
    }
}
