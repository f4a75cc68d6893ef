package dev.sluice.rig.balance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that Debian puts where only root looks. */
final class Programs {
    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<String> missing(String name) {
        return find(name).isPresent()
                ? Optional.empty()
                : Optional.of(name + " is missing (Debian: apt-get install " + name + ")");
    }
}
