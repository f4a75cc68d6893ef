package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The server with its Redis and a thousand flags, from the start of the process until it is ready; and its memory when nothing happens. */
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
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            sluice.project("start", FanOut.TEXT);
            sluice.fill("start", scale.startFlags(), FLAG_TEXT);
            Progress.say("start: %d flags are made", scale.startFlags());
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
                    "start: ready after %.2f s, %.0f MB (Redis %.0f MB)",
                    Results.median(seconds), Results.median(rss), Results.median(redis));
        }
    }
}
