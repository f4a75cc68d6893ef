package dev.sluice.sdk.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

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

        assertThat(write(file, "one")).isEqualTo(CopyFile.Outcome.WRITTEN);
        file.confirm(Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(file.read(CopyFileTest::text, complaints::add))
                .contains(new CopyFile.Read<>("one", Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(complaints).isEmpty();
    }

    @Test
    @Proves("F21")
    void aFileCutAtAnyByteGivesTheOneBeforeItWithOneComplaint() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        write(file, "one");
        write(file, "two, which is longer");
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
        write(file, "one");
        write(file, "two");
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
        write(file, "one");
        write(file, "two");
        for (Path each : files()) {
            Files.writeString(each, "sluice-copy 1 nonsense");
        }

        assertThat(read(file)).isNull();
        assertThat(complaints).singleElement().asString().contains("x.copy (", "x.copy.previous (");
    }

    @Test
    void contentThatItsReaderRefusesIsABadFileToo() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        write(file, "one");
        write(file, "refused");

        assertThat(read(file)).isEqualTo("one");
        assertThat(complaints).singleElement().asString().contains("not to be read");
    }

    @Test
    void nobodyElseMayReadIt() throws Exception {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path made = folder.resolve("made");
        CopyFile file = new CopyFile(made, "x.copy");
        write(file, "one");
        write(file, "two");

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
        write(file, "one");
        try (FileChannel channel = FileChannel.open(folder.resolve("x.copy.lock"), StandardOpenOption.WRITE);
                FileLock other = channel.lock()) {
            assertThat(other.isValid()).isTrue();

            assertThat(write(file, "two")).isEqualTo(CopyFile.Outcome.BUSY);
            assertThat(read(file)).isEqualTo("one");
        }

        assertThat(write(file, "two")).isEqualTo(CopyFile.Outcome.WRITTEN);
        assertThat(read(file)).isEqualTo("two");
    }

    @Test
    void aLinkInThePlaceOfTheNextFileIsNotFollowed() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        Path precious = Files.writeString(folder.resolve("precious"), "mine");
        Files.createSymbolicLink(folder.resolve("x.copy.next"), precious);

        assertThat(write(file, "one")).isEqualTo(CopyFile.Outcome.WRITTEN);

        assertThat(precious).hasContent("mine");
        assertThat(file.path()).matches(path -> !Files.isSymbolicLink(path));
    }

    @Test
    void aFileLeftInThePlaceOfTheNextOneKeepsNeitherModeNorContent() throws Exception {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        CopyFile file = new CopyFile(folder, "x.copy");
        Path left =
                Files.writeString(folder.resolve("x.copy.next"), "of long ago, and longer than what comes".repeat(9));
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-r--r--"));

        write(file, "one");

        assertThat(read(file)).isEqualTo("one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aBadFileNeverTakesThePlaceOfTheGoodOneBeforeIt() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        write(file, "one");
        write(file, "two");
        Files.writeString(file.path(), "sluice-copy 1 nonsense");

        write(file, "three");
        assertThat(read(file)).isEqualTo("three");

        Files.delete(file.path());
        assertThat(read(file)).isEqualTo("one");
    }

    @Test
    void whatAnotherWroteCanStayAndIsNotConfirmed() throws Exception {
        CopyFile file = new CopyFile(folder, "x.copy");
        write(file, "one");
        write(new CopyFile(folder, "x.copy"), "two");
        Instant before = Files.getLastModifiedTime(file.path()).toInstant();

        assertThat(file.confirm(Instant.parse("2026-01-02T03:04:05Z"))).isFalse();
        assertThat(file.write(bytes("three"), there -> text(there).equals("two")))
                .isEqualTo(CopyFile.Outcome.STAYED);

        assertThat(file.read(CopyFileTest::text, complaints::add)).contains(new CopyFile.Read<>("two", before));
    }

    private static CopyFile.Outcome write(CopyFile file, String content) throws IOException {
        return file.write(bytes(content), there -> false);
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
