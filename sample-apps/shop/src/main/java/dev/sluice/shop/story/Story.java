package dev.sluice.shop.story;

import static dev.sluice.shop.story.Conditions.bothShopsReady;
import static dev.sluice.shop.story.Conditions.bothShopsStale;
import static dev.sluice.shop.story.Conditions.everybodyFrom;
import static dev.sluice.shop.story.Conditions.failedAtLeast;
import static dev.sluice.shop.story.Conditions.noDecisionFailed;
import static dev.sluice.shop.story.Conditions.noFailureAfter;
import static dev.sluice.shop.story.Conditions.nobodyMeetsTheNewCheckout;
import static dev.sluice.shop.story.Conditions.nobodySwitchedBack;
import static dev.sluice.shop.story.Conditions.nothingFailed;
import static dev.sluice.shop.story.Conditions.ordersAtLeast;
import static dev.sluice.shop.story.Conditions.passed;
import static dev.sluice.shop.story.Conditions.shareIsAbout;

import dev.sluice.shop.front.Score;
import dev.sluice.shop.run.Commands;
import dev.sluice.shop.run.Demo;
import dev.sluice.shop.run.Http;
import dev.sluice.shop.run.RedisProbe;
import dev.sluice.shop.run.Surroundings;
import dev.sluice.shop.run.Trouble;
import dev.sluice.shop.run.TryFile;
import dev.sluice.shop.run.Waiting;
import dev.sluice.shop.story.Conditions.Condition;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the story of the demo: a dark deploy, a canary, a country, a bad release and its way back, then a server and a Redis
 * that are killed. Each scene does what the printed command would do and ends when what it promises can be seen in the score;
 * nothing is waited for by the clock alone.
 */
public final class Story {
    private static final Duration SCENE_LIMIT = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final String GERMANY = "DE";

    private final Commands commands;
    private final FlagDesk flag;
    private final RedisProbe redis;
    private final InstantSource clock;
    private final PrintStream out;
    private Instant begin;

    private Story(Surroundings where, InstantSource clock, PrintStream out) {
        this.commands = new Commands(where, out);
        this.flag = new FlagDesk(new Http(), TryFile.read(where.tryFile()));
        this.redis = new RedisProbe(where);
        this.clock = clock;
        this.out = out;
        this.begin = clock.instant();
    }

    /**
     * Plays against a demo that runs.
     *
     * @return 0 when every promise was kept, else 1
     */
    public static int play(Surroundings where, PrintStream out) {
        return new Story(where, InstantSource.system(), out).play();
    }

    /** Starts a demo of its own on free ports in a temporary folder, plays against it, and stops it. */
    public static int playSelfContained(Surroundings where, PrintStream out) {
        Path folder;
        try {
            folder = Files.createTempDirectory("sluice-story");
        } catch (IOException e) {
            throw new Trouble("No temporary folder can be made (" + e.getMessage() + "): set TMPDIR to one.", e);
        }
        try (Demo demo = Demo.in(where.elsewhere(folder), out)) {
            Thread stop = new Thread(demo::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            demo.start();
            return play(demo.surroundings(), out);
        } finally {
            delete(folder);
        }
    }

    private int play() {
        out.println("The flag goes back to how it begins, the shops to build 1.");
        prepare();
        begin = clock.instant();

        scene("look", "100 % old checkout, failed 0", null);
        await(ordersAtLeast(200)
                .and(nothingFailed())
                .and(nobodyMeetsTheNewCheckout(100))
                .and(bothShopsReady(1)));

        scene("deploy", "both shops restarted in turn onto the build with the new code, dark", "make deploy");
        commands.deploy(2);
        await(bothShopsReady(2).and(nothingFailed()).and(nobodyMeetsTheNewCheckout(200)));

        scene(
                "canary",
                "10 % of the shoppers",
                "curl -X PUT \"$S/percentage?waitFor=converged\" -H \"$T\" -H \"$J\" -d '{\"variation\":\"on\",\"percentage\":10,\"enable\":true}'");
        inForce(flag.percentage(10));
        await(shareIsAbout(10, 300, null).and(nothingFailed()));

        scene(
                "Germany",
                "only Germany goes to 100 %; who was in stays in",
                "curl -X PUT $S/rules/de -H \"$T\" -H \"$J\" -d '{\"when\":[{\"attribute\":\"geo.country\",\"op\":\"in\",\"values\":[\"DE\"]}],\"serve\":\"on\"}'");
        say(flag.everybodyFrom("de", GERMANY).getString("note", ""));
        await(everybodyFrom(GERMANY, 50)
                .and(shareIsAbout(10, 180, GERMANY))
                .and(nobodySwitchedBack())
                .and(nothingFailed()));

        scene("break", "the new checkout fails 20 %: the red line rises", "make break");
        Instant brokenAt = clock.instant();
        commands.breakNewCheckout(20);
        await(failedAtLeast(20));

        scene("back", "the red line ends within 1 s; no restart, no deploy", "curl -X POST $S/off -H \"$T\"");
        Instant backAt = clock.instant();
        say(flag.off().getString("note", ""));
        await(nobodyMeetsTheNewCheckout(120)
                .and(passed(backAt, Duration.ofSeconds(4)))
                .and(noFailureAfter(backAt.plus(Verdict.ROLLBACK_WITHIN))));
        sayRollback(backAt);

        Condition unharmed = noDecisionFailed().and(noFailureAfter(backAt.plus(Verdict.ROLLBACK_WITHIN)));
        String version = flag.version();
        killServer(version, unharmed);
        killRedis(version, unharmed);

        scene("proof", "what shoppers met", "make score");
        commands.printScore();
        return judge(brokenAt, backAt);
    }

    private void prepare() {
        flag.reset();
        commands.breakNewCheckout(0);
        if (bothShopsReady(1).missing(commands.score()) != null) {
            commands.deploy(1);
        }
        commands.resetScore();
    }

    private void killServer(@Nullable String version, Condition unharmed) {
        scene(
                "server",
                "orders go on, failed decisions 0; restarted, READY by itself, the last change still there",
                "make kill-server");
        Instant killedAt = clock.instant();
        long ordersBefore = commands.score().orders();
        commands.killServer();
        await(bothShopsStale());
        say("both shops say STALE and go on selling");
        await(score -> flag.lastChangeMissing(version));
        say("the server is back after " + seconds(killedAt) + ", with the last change");
        await(bothShopsReady(2).and(ordersAtLeast(ordersBefore + 100)).and(unharmed));
        say("both shops are READY again by themselves, " + seconds(killedAt) + " after the kill");
    }

    private void killRedis(@Nullable String version, Condition unharmed) {
        scene("redis", "orders go on; Redis back within 1 s, the last change still there", "make kill-redis");
        Instant killedAt = clock.instant();
        long ordersBefore = commands.score().orders();
        long killed = commands.killRedis();
        await(score -> redis.anotherAnswers(killed) ? null : "Redis does not answer");
        say("Redis is back after " + seconds(killedAt));
        await(((Condition) score -> flag.lastChangeMissing(version))
                .and(ordersAtLeast(ordersBefore + 100))
                .and(bothShopsReady(2))
                .and(unharmed));
        say("the last change is still there");
    }

    private void sayRollback(Instant backAt) {
        Instant last = commands.score().lastFailure();
        long millis =
                last == null ? 0 : Math.max(0, Duration.between(backAt, last).toMillis());
        say(String.format(Locale.ROOT, "the last failure came %d ms after the command was sent", millis));
    }

    private void inForce(JsonObject answer) {
        JsonObject convergence = answer.getJsonObject("convergence", new JsonObject());
        say(answer.getString("note", ""));
        say(convergence.getString("sentence", ""));
        if (!convergence.getBoolean("complete", false) || convergence.getInteger("connected", 0) != 2) {
            throw new Trouble("The change is not in force on both shops: " + convergence.encode() + ".");
        }
    }

    private int judge(Instant brokenAt, Instant backAt) {
        List<String> faults = Verdict.faults(commands.score(), brokenAt, backAt);
        out.println();
        if (faults.isEmpty()) {
            out.println("Every promise was kept.");
            return 0;
        }
        faults.forEach(fault -> out.println("NOT KEPT: " + fault));
        return 1;
    }

    private void scene(String name, String promise, @Nullable String command) {
        Duration elapsed = Duration.between(begin, clock.instant());
        out.printf("%n%d:%02d  %-8s %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), name, promise);
        if (command != null) {
            out.println("      $ " + command);
        }
    }

    /** Waits until a condition holds, and ends the story when it does not within the limit. */
    private void await(Condition condition) {
        AtomicReference<@Nullable Score> last = new AtomicReference<>();
        AtomicReference<@Nullable String> missing = new AtomicReference<>();
        boolean held = Waiting.until(SCENE_LIMIT, LOOK_EVERY, () -> {
            Score score = commands.score();
            last.set(score);
            missing.set(condition.missing(score));
            return missing.get() == null;
        });
        Score score = last.get();
        if (score != null) {
            say(score.line());
        }
        if (!held) {
            throw new Trouble("The scene did not come to its end within " + SCENE_LIMIT.toSeconds() + " s: "
                    + missing.get() + ".");
        }
    }

    private String seconds(Instant since) {
        return String.format(
                Locale.ROOT, "%.1f s", Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private void say(String line) {
        if (!line.isBlank()) {
            out.println("      " + line);
            out.flush();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a temporary folder that the system cleans up
        }
    }
}
