package dev.sluice.shop.run;

import dev.sluice.shop.front.Score;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** What a second window can do to a running demo. */
public final class Commands {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Surroundings where;
    private final PrintStream out;
    private final Http http = new Http();

    public Commands(Surroundings where, PrintStream out) {
        this.where = where;
        this.out = out;
    }

    /** Replaces the shops in turn by another build. */
    public void deploy(int build) {
        tell("/deploy?build=" + build);
    }

    /** Makes the new checkout fail a share of its orders; 0 mends it. */
    public void breakNewCheckout(int percent) {
        tell("/break?percent=" + percent);
    }

    /** Kills the flag server, {@code kill -9}; answers with the process killed. */
    public long killServer() {
        return kill(serverFile().getLong("pid", 0L), "the flag server", "flag-server");
    }

    /** Kills the flag server's Redis, {@code kill -9}; answers with the process killed. */
    public long killRedis() {
        JsonObject redis = serverFile().getJsonObject("redis", new JsonObject());
        return kill(redis.getLong("pid", 0L), "Redis", "redis");
    }

    /** What shoppers met so far. */
    public Score score() {
        DemoFile demo = DemoFile.read(where.demoFile());
        try {
            return Score.fromJson(
                    http.send("GET", demo.frontUrl() + "/score", Map.of(), null).json());
        } catch (IOException e) {
            throw new Trouble("The front does not answer (" + e.getMessage() + "): see the window of `make run`.", e);
        }
    }

    /** Begins the score anew. */
    public void resetScore() {
        DemoFile demo = DemoFile.read(where.demoFile());
        try {
            http.send("POST", demo.frontUrl() + "/control/reset", demo.headers(), null);
        } catch (IOException e) {
            throw new Trouble("The front does not answer (" + e.getMessage() + "): see the window of `make run`.", e);
        }
    }

    /** Prints what shoppers met so far. */
    public void printScore() {
        Score score = score();
        out.println(score.line());
        out.printf(
                "  counted            since %s, for %d s%n",
                CLOCK.format(score.since()),
                Duration.between(score.since(), score.at()).toSeconds());
        if (score.firstFailure() != null && score.lastFailure() != null) {
            out.printf(
                    "  failed             %,d, the first at %s, the last at %s%n",
                    score.failed(), CLOCK.format(score.firstFailure()), CLOCK.format(score.lastFailure()));
        }
        out.printf("  failed decisions   %,d of %,d%n", score.failedDecisions(), score.decisions());
        out.printf(
                "  seconds to roll back   %s%n",
                score.rollbackMillis() == null
                        ? "nothing was rolled back"
                        : "%.2f".formatted(score.rollbackMillis() / 1000.0));
        for (Score.CountryShare each : score.countries()) {
            out.printf("  %-18s %5.1f %% new   (%,d orders)%n", each.name(), each.newPercent(), each.orders());
        }
    }

    private void tell(String what) {
        DemoFile demo = DemoFile.read(where.demoFile());
        String[] last = {""};
        try {
            http.lines("POST", demo.controlUrl() + what, demo.headers(), line -> {
                last[0] = line;
                if (!line.equals(ControlDoor.DONE) && !line.startsWith(ControlDoor.FAILED)) {
                    out.println("  " + line);
                }
            });
        } catch (IOException e) {
            throw new Trouble("The demo does not answer (" + e.getMessage() + "): see the window of `make run`.", e);
        }
        if (!last[0].equals(ControlDoor.DONE)) {
            throw new Trouble(
                    last[0].startsWith(ControlDoor.FAILED)
                            ? last[0].substring(ControlDoor.FAILED.length())
                            : "The demo broke off: see the window of `make run`.");
        }
    }

    private JsonObject serverFile() {
        try {
            return new JsonObject(Files.readString(where.serverFile()));
        } catch (IOException | DecodeException e) {
            throw new Trouble(
                    where.serverFile() + " is not there: start the demo with `make run` in another window first.", e);
        }
    }

    /** A process ID from a file may belong to somebody else by now: its command line must look like what is meant. */
    private long kill(long pid, String what, String sign) {
        ProcessHandle process = ProcessHandle.of(pid)
                .filter(each -> each.info().commandLine().orElse("").contains(sign))
                .orElseThrow(() -> new Trouble(what + " does not run as process " + pid + " (any more): try again."));
        process.destroyForcibly();
        out.println("  kill -9 " + pid + "   (" + what + ")");
        return pid;
    }
}
