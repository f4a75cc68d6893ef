package dev.sluice.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The results that a module's tests leave behind: {@code target/proofs.tsv}. A module's tests may run in several
 * processes, one after the other or side by side; so a writer takes a lock, keeps the lines that are not its own, and
 * replaces the file as a whole.
 */
final class ProofsFile {

    private final Path file;

    ProofsFile(Path file) {
        this.file = file;
    }

    List<Proof> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Proof> proofs = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    proofs.add(Proof.parse(line));
                }
            }
            return proofs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds these proofs and keeps, of those that were there before, the ones that the caller wants kept. */
    void merge(Collection<Proof> proofs, Predicate<Proof> keep) {
        if (proofs.isEmpty() && !Files.exists(file)) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        Path lockFile = folder.resolve(file.getFileName() + ".lock");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                TreeSet<Proof> all = new TreeSet<>(proofs);
                read().stream().filter(keep).forEach(all::add);
                Path fresh = Files.createTempFile(folder, "proofs", ".tmp");
                Files.write(fresh, all.stream().map(Proof::line).toList());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
