package dev.sluice.shop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void begin() throws Exception {
        Path jar = folder.resolve("flag-server.jar");
        Files.writeString(jar, "not a program, and never started here");
        environment.putAll(Map.of(
                "SLUICE_DATA", folder.resolve("data").toString(),
                "SLUICE_SERVER_JAR", jar.toString(),
                "SLUICE_HTTP_PORT", "0",
                "SLUICE_MANAGEMENT_PORT", "0",
                "SHOP_FRONT_PORT", "0"));
    }

    @Test
    void aMissingJarIsToldInOneSentence() {
        environment.put("SLUICE_SERVER_JAR", folder.resolve("nowhere.jar").toString());

        assertThatThrownBy(this::demo)
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("nowhere.jar is missing")
                .hasMessageContaining("make build");
    }

    @Test
    void aTakenPortIsToldWithTheVariableThatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            environment.put("SHOP_FRONT_PORT", String.valueOf(taken.getLocalPort()));

            assertThatThrownBy(this::demo)
                    .isInstanceOf(Trouble.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is taken")
                    .hasMessageContaining("SHOP_FRONT_PORT");
        }
    }

    @Test
    void aPortThatIsNoneIsToldBeforeAnythingStarts() {
        environment.put("SLUICE_HTTP_PORT", "seventy");

        assertThatThrownBy(this::demo)
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("SLUICE_HTTP_PORT: \"seventy\"");
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws Exception {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");

        assertThatThrownBy(this::demo).isInstanceOf(Trouble.class).hasMessageContaining("SLUICE_DATA");
    }

    @Test
    void secretsAreMadeOnceAndKeptForTheirOwner() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));

        Secrets first = Secrets.in(data);
        Secrets second = Secrets.in(data);

        assertThat(second).isEqualTo(first);
        assertThat(first.adminToken()).isNotEqualTo(first.sdkKey());
        assertThat(first.toString()).doesNotContain(first.adminToken());
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("demo-secrets.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatAKilledDemoLeftBehindIsEndedAtTheNextStart() throws Exception {
        Process left = new ProcessBuilder("sleep", "600").start();
        String start = left.info().startInstant().orElseThrow().toString();
        pidFile("server", left.pid(), start);

        Leftovers.sweep(folder.resolve("data"), out::println);

        assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("data/pids/server.json")).doesNotExist();
    }

    @Test
    void aProcessThatOnlyHasTheNumberOfOursIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            pidFile("server", stranger.pid(), "2020-01-01T00:00:00Z");

            Leftovers.sweep(folder.resolve("data"), out::println);

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private void demo() {
        Demo.in(Surroundings.of(environment, folder, "unused"), out);
    }

    private void pidFile(String name, long pid, String start) throws Exception {
        PrivateFiles.write(
                folder.resolve("data/pids/" + name + ".json"),
                "{\"name\":\"" + name + "\",\"pid\":" + pid + ",\"start\":\"" + start + "\"}");
    }
}
