package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KeysLeaveNoTraceTest {
    private static final int KEYS = 100;
    private static final int SHOWABLE = "slc_sdk_".length();

    @TempDir
    private Path folder;

    /** Redis writes every command to its append-only file, so what is not in there never was in Redis. */
    @Test
    @Proves("S02")
    void aHundredKeysAreNeitherInRedisNorInTheLogsNorIsWhatTheyAreDigestedWith() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Demo.ADMIN, Demo.SDK_KEY, Map.of())) {
            RestClient rest = new RestClient(server.uri(), Demo.ADMIN);
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                keys.add(rest.act(
                                "POST",
                                "projects/demo/keys",
                                Map.of("environment", "production", "kind", "sdk", "name", "key-" + i))
                        .expectSuccess()
                        .path("key")
                        .asText());
            }

            String written = everythingWritten();

            assertThat(written).contains("key-0", "key-99", "appendonly");
            for (String key : keys) {
                assertThat(key).startsWith("slc_sdk_").hasSizeGreaterThan(50);
                assertThat(written.contains(key.substring(0, SHOWABLE + 1)))
                        .as("more than the kind of a key is written")
                        .isFalse();
                assertThat(written.contains(key.substring(SHOWABLE, SHOWABLE + 12)))
                        .as("a part of a key is written")
                        .isFalse();
            }
            String pepper = Files.readString(folder.resolve("secret")).strip();
            assertThat(written.contains(pepper)).as("the secret is written").isFalse();
            assertThat(written.contains(Demo.ADMIN))
                    .as("the admin token is written")
                    .isFalse();
            assertThat(written.contains(Demo.SDK_KEY))
                    .as("the given key is written")
                    .isFalse();
        }
    }

    /** Names and contents of all files below the data folder, but for the secret's own. */
    private String everythingWritten() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(folder.resolve("secret")) && Files.size(file) < 4 << 20) {
                    all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all.toString();
    }
}
