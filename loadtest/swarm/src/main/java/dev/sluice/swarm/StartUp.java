package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The server with its Redis and a thousand flags, from the start of the process until it is ready, and its memory when nothing happens: as it
 * is, and with an archive of its classes, as {@code make run} starts it.
 */
final class StartUp implements Part {
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final int FLAG_TEXT = 200;

    private final Scale scale;
    private final List<String> jvmFlags;

    StartUp(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        measure(result.putObject("plain"), "without an archive of classes", jvmFlags);
        Path folder = Files.createTempDirectory("sluice-classes");
        try {
            Path archive = folder.resolve("classes.jsa");
            Sluice.start(with("-XX:ArchiveClassesAtExit=" + archive)).close();
            measure(
                    result.putObject("archived"),
                    "with an archive of classes",
                    with("-XX:SharedArchiveFile=" + archive));
        } finally {
            Sluice.delete(folder);
        }
    }

    private List<String> with(String flag) {
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.add(flag);
        return flags;
    }

    private void measure(ObjectNode result, String how, List<String> flags) throws Exception {
        try (Sluice sluice = Sluice.start(flags)) {
            sluice.project("start", FanOut.TEXT);
            sluice.fill("start", scale.startFlags(), FLAG_TEXT);
            List<Double> seconds = new ArrayList<>();
            List<Double> rss = new ArrayList<>();
            List<Double> redis = new ArrayList<>();
            for (int i = 0; i < scale.starts(); i++) {
                sluice.server().close();
                long from = System.nanoTime();
                sluice.server().startAgain();
                seconds.add(Crowd.seconds(System.nanoTime() - from));
                LockSupport.parkNanos(SETTLE.toNanos());
                rss.add(Processes.rssBytes(sluice.server().pid()) / 1e6);
                redis.add(Processes.rssBytes(sluice.server().redisPid()) / 1e6);
            }
            result.set("readySeconds", Results.figures(seconds));
            result.set("idleRssMegabytes", Results.figures(rss));
            result.set("redisRssMegabytes", Results.figures(redis));
            Progress.say(
                    "start %s: ready after %.2f s, %.0f MB (Redis %.0f MB)",
                    how, Results.median(seconds), Results.median(rss), Results.median(redis));
        }
    }
}
