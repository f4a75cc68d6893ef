package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigTest {

    @TempDir
    Path folder;

    @Test
    void everythingHasADefaultThatWorks() {
        ServerConfig config = ServerConfig.of(null, Map.of());

        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.httpPort()).isEqualTo(7770);
        assertThat(config.managementPort()).isEqualTo(7771);
        assertThat(config.redisUrl()).isNull();
        assertThat(config.demo()).isFalse();
        assertThat(config.publicUrl(7770)).hasToString("http://127.0.0.1:7770");
    }

    @Test
    void aRelativeDataFolderLiesInTheWorkingFolder() {
        assertThat(ServerConfig.of(null, Map.of()).data())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("data"));
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("conf"), "SLUICE_HTTP_PORT=1\nSLUICE_DEMO=on\n");

        ServerConfig config = ServerConfig.of(file, Map.of("SLUICE_HTTP_PORT", "2"));

        assertThat(config.httpPort()).isEqualTo(2);
        assertThat(config.demo()).isTrue();
    }

    @Test
    void whatIsPrintedHoldsNoSecret() {
        ServerConfig config = ServerConfig.of(
                null,
                Map.of(
                        "SLUICE_SECRET", "hush-1",
                        "SLUICE_ADMIN_TOKEN", "hush-2",
                        "SLUICE_SDK_KEY", "hush-3",
                        "SLUICE_REDIS_URL", "redis://:hush-4@host",
                        "SLUICE_NOTIFY_URL", "https://host/hush-5",
                        "SLUICE_CLIENT_KEY", "hush-6"));

        assertThat(config.toString())
                .doesNotContain("hush")
                .contains("SLUICE_SECRET=(set)\n", "SLUICE_HTTP_PORT=7770\n", "SLUICE_GEO_DB=\n");
    }

    @Test
    void whatIsPrintedIsAFileThatIsRead() throws Exception {
        ServerConfig config = ServerConfig.of(null, Map.of("SLUICE_HTTP_PORT", "0", "SLUICE_DEMO", "on"));
        Path file = Files.writeString(folder.resolve("conf"), config.toString());

        assertThat(ServerConfig.of(file, Map.of())).hasToString(config.toString());
    }

    @Test
    void aWrongSettingIsNamedWithWhatIsAllowed() {
        refused(
                "SLUICE_HTTP_PORT",
                "65536",
                "SLUICE_HTTP_PORT: \"65536\" is not allowed; expected a port from 0 to 65535");
        refused("SLUICE_MANAGEMENT_PORT", "x", "SLUICE_MANAGEMENT_PORT: \"x\" is not allowed");
        refused("SLUICE_DEMO", "yes", "SLUICE_DEMO: \"yes\" is not allowed; expected on or off");
        refused("SLUICE_TLS_CERT", "cert.pem", "expected both or neither");
    }

    @Test
    void aNameInTheFileThatNoSettingHasIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("conf"), "SLUICE_PROT=1\n");

        assertThatThrownBy(() -> ServerConfig.of(file, Map.of()))
                .hasMessageContaining("there is no setting SLUICE_PROT");
    }

    private static void refused(String name, String value, String message) {
        assertThatThrownBy(() -> ServerConfig.of(null, Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
