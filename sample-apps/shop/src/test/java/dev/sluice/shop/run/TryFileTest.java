package dev.sluice.shop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryFileTest {

    @TempDir
    Path folder;

    @Test
    void aShellThatSourcesItGetsUrlAndHeaders() throws Exception {
        Path file = folder.resolve("try.env");
        TryFile.of(7770, "slc_adm_secret").write(file);

        Process shell = new ProcessBuilder("sh", "-c", ". " + file + "; printf '%s\\n' \"$S\" \"$T\" \"$J\"").start();
        String seen = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(seen.lines())
                .containsExactly(
                        "http://127.0.0.1:7770/api/v1/projects/demo/flags/new-checkout/environments/production",
                        "Authorization: Bearer slc_adm_secret",
                        "Content-Type: application/json");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        Path file = folder.resolve("try.env");
        TryFile.of(7770, "slc_adm_secret").write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        Path file = folder.resolve("try.env");
        TryFile written = TryFile.of(8080, "slc_adm_secret");
        written.write(file);

        TryFile read = TryFile.read(file);

        assertThat(read).isEqualTo(written);
        assertThat(read.apiUrl()).isEqualTo("http://127.0.0.1:8080/api/v1");
        assertThat(read.headers()).containsEntry("Authorization", "Bearer slc_adm_secret");
        assertThat(read.toString()).doesNotContain("secret");
    }

    @Test
    void withoutItOneSentenceSaysWhatToDo() {
        assertThatThrownBy(() -> TryFile.read(folder.resolve("try.env")))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("make run");
    }
}
