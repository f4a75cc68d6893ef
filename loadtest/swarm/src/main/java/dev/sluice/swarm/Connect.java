package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From {@code connect} to the first decision: by the server's flags, and by those of the copy on disk while no server is there. In a JVM
 * that has just started, and once more in one that has done it before.
 */
final class Connect implements Part {
    private static final int FLAG_TEXT = 200;
    private static final int AGAIN = 10;
    private static final String NO_COPY = "-";

    private final Scale scale;
    private final List<String> jvmFlags;

    Connect(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        Path copies = Files.createTempDirectory("sluice-copies");
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("connect", FanOut.TEXT);
            sluice.fill("connect", scale.startFlags(), FLAG_TEXT);
            measure(result.putObject("live"), place, NO_COPY, "LIVE");
            starts(place, copies.toString(), 1);
            sluice.server().close();
            measure(result.putObject("diskCopy"), place, copies.toString(), "DISK_COPY");
        } finally {
            Sluice.delete(copies);
        }
    }

    private void measure(ObjectNode result, Target target, String folder, String source) throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        for (int i = 0; i < scale.starts(); i++) {
            List<String> lines = starts(target, folder, AGAIN + 1);
            for (int start = 0; start < lines.size(); start++) {
                String[] said = lines.get(start).split(" ");
                if (!said[2].equals(source) || !said[3].equals("true")) {
                    throw new IllegalStateException("a start was \"" + lines.get(start) + "\"; expected " + source);
                }
                (start == 0 ? first : again).add(Double.parseDouble(said[1]));
            }
        }
        result.set("firstMillis", Results.figures(first));
        result.set("againMillis", Results.figures(again));
        Progress.say(
                "connect to the first decision (%s): %.0f ms in a new JVM, %.1f ms again",
                source, Results.median(first), Results.median(again));
    }

    /** So many starts one after the other in one JVM, a line for each. */
    private static List<String> starts(Target target, String folder, int times)
            throws IOException, InterruptedException {
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Connecting.class.getName(),
                        target.uri().toString(),
                        target.sdkKey(),
                        folder,
                        "" + times)
                .redirectErrorStream(true)
                .start();
        String said = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (application.waitFor() != 0) {
            throw new IllegalStateException("the application left with " + application.exitValue() + ": " + said);
        }
        return said.lines().filter(line -> line.startsWith("start ")).toList();
    }
}
