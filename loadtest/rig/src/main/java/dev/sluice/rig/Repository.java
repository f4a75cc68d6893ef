package dev.sluice.rig;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the checkout that this program was built in. */
public final class Repository {
    private Repository() {}

    /** The folder that holds the Makefile, looked for from the working folder upwards. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("Makefile"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no Makefile in " + Path.of("").toAbsolutePath()
                    + " or above; expected to be started inside of the Sluice checkout");
        }
        return folder;
    }
}
