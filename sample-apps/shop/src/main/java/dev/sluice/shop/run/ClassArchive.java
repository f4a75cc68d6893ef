package dev.sluice.shop.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The server's classes as a JVM has loaded them, in a file beside its jar: most of a start is loading classes. A JVM writes it when it
 * ends and ignores one that does not fit, but crashes over one that was not written to its end. So it is written under another name,
 * and gets its own once the server that wrote it has ended well.
 */
final class ClassArchive {
    private final Path jar;
    private final Path kept;
    private final Path written;

    private ClassArchive(Path jar, Path kept, Path written) {
        this.jar = jar;
        this.kept = kept;
        this.written = written;
    }

    /** That of a jar, for the JVM that runs this. */
    static ClassArchive of(Path jar) {
        String name = "classes-" + Runtime.version().feature() + ".jsa";
        return new ClassArchive(
                jar,
                jar.resolveSibling(name),
                jar.resolveSibling(name + ".part-" + ProcessHandle.current().pid()));
    }

    /** What to start the JVM with: it uses the file, or writes one if there is none that is newer than the jar. */
    List<String> options() {
        boolean fits = kept.toFile().lastModified() > jar.toFile().lastModified();
        return List.of("-Xlog:cds=off", fits ? "-XX:SharedArchiveFile=" + kept : "-XX:ArchiveClassesAtExit=" + written);
    }

    /** To be told how the server ended. */
    void ended(int code) throws IOException {
        if (code == 0 && Files.exists(written)) {
            Files.move(written, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(written);
    }
}
