package dev.sluice.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a drill measured: printed, and kept as a file where the property {@code sluice.results} names a folder. */
public final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Figures() {}

    /** An empty set of figures. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Says what came of a drill; {@code name} becomes the name of the file. */
    public static void report(String name, ObjectNode figures) throws IOException {
        figures.put(
                "machine",
                System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                        + " processors shared by everything, Java " + System.getProperty("java.version"));
        String text = JSON.writeValueAsString(figures);
        System.out.println(name + " " + text);
        String folder = System.getProperty("sluice.results", "");
        if (!folder.isEmpty()) {
            Files.createDirectories(Path.of(folder));
            Files.writeString(Path.of(folder, name + ".json"), text + "\n");
        }
    }
}
