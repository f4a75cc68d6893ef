package dev.sluice.sdk.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is whole or not there. */
class CopyFileTest {

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void whatIsWrittenIsReadWithTheTimeItWasTrue() throws Exception {
        CopyFile file = new CopyFile(folder.resolve("made/when/needed"), "x.copy");
        assertThat(read(file)).isNull();

        assertThat(file.write(bytes("one"))).isTrue();
        file.confirm(Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(file.read(CopyFileTest::text, complaints::add))
                .contains(new CopyFile.Read<>("one", Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(complaints).isEmpty();
    }

    @Test
    @Proves("F21")
    void aFileCutAtAnyByteGivesTheOneBeforeItWithOneComplaint() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        file.write(bytes("one"));
        file.write(bytes("two, which is longer"));
        byte[] whole = Files.readAllBytes(file.path());
        assertThat(read(file)).isEqualTo("two, which is longer");

        for (int length = 0; length < whole.length; length++) {
            Files.write(file.path(), Arrays.copyOf(whole, length));
            complaints.clear();

            assertThat(read(file)).as("cut to %d bytes", length).isEqualTo("one");
            assertThat(complaints)
                    .singleElement()
                    .asString()
                    .contains(file.path().toString(), "the one before it is used");
        }
    }

    @Test
    @Proves("F21")
    void aChangedByteAnywhereGivesTheOneBeforeIt() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        file.write(bytes("one"));
        file.write(bytes("two"));
        byte[] whole = Files.readAllBytes(file.path());

        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file.path(), changed);

            assertThat(read(file)).as("byte %d changed", at).isEqualTo("one");
        }
    }

    @Test
    void whereNeitherFileIsWholeThereIsNothingAndOneComplaint() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        file.write(bytes("one"));
        file.write(bytes("two"));
        for (Path each : files()) {
            Files.writeString(each, "sluice-copy 1 nonsense");
        }

        assertThat(read(file)).isNull();
        assertThat(complaints).singleElement().asString().contains("x.copy (", "x.copy.previous (");
    }

    @Test
    void contentThatItsReaderRefusesIsABadFileToo() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        file.write(bytes("one"));
        file.write(bytes("refused"));

        assertThat(read(file)).isEqualTo("one");
        assertThat(complaints).singleElement().asString().contains("not to be read");
    }

    @Test
    void nobodyElseMayReadIt() throws Exception {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path made = folder.resolve("made");
        CopyFile file = new CopyFile(made, "x.copy");
        file.write(bytes("one"));
        file.write(bytes("two"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        try (Stream<Path> all = Files.list(made)) {
            assertThat(all)
                    .hasSize(3)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whileAnotherWritesNothingIsChanged() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        file.write(bytes("one"));
        try (FileChannel channel = FileChannel.open(folder.resolve("x.copy.lock"), StandardOpenOption.WRITE);
                FileLock other = channel.lock()) {
            assertThat(other.isValid()).isTrue();

            assertThat(file.write(bytes("two"))).isFalse();
            assertThat(read(file)).isEqualTo("one");
        }

        assertThat(file.write(bytes("two"))).isTrue();
        assertThat(read(file)).isEqualTo("two");
    }

    @Test
    void aLinkInThePlaceOfTheNextFileIsNotFollowed() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        Files.createSymbolicLink(folder.resolve("x.copy.next"), precious);

        assertThatThrownBy(() -> file.write(bytes("one"))).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("mine");

        assertThat(file.write(bytes("one"))).as("the link is gone").isTrue();
    }

    private String read(CopyFile file) {
        return file.read(CopyFileTest::text, complaints::add)
                .map(CopyFile.Read::content)
                .orElse(null);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> !each.toString().endsWith(".lock")).toList();
        }
    }

    private static String text(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.equals("refused")) {
            throw new IllegalArgumentException("not to be read");
        }
        return text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
