package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.measures.Resolution;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeSet;

/** What was measured of flags, over all nodes. */
final class MeasuresApi {

    private static final Duration USUAL_SPAN = Duration.ofMinutes(15);
    private static final Duration WATCH = Duration.ofSeconds(30);
    /** How far ahead a time may lie, for clocks differ. What is read in one go is bounded by it, and by how long measures are kept. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private static final long MOST_POINTS = 1_000;
    private static final long MOST_STEP = 86_400;

    private final Workspace workspace;
    private final Measures measures;

    MeasuresApi(Workspace workspace, Measures measures) {
        this.workspace = workspace;
        this.measures = measures;
    }

    /** {@code GET …/environments/{environment}/measures}: of one flag by time, or when each flag was used last. */
    Future<Reply> show(Call call) {
        EnvironmentId environment =
                call.project(workspace).environment(call.path("environment")).id();
        String flag = call.query("flag");
        return flag == null ? uses(environment) : series(call, environment, flag);
    }

    private Future<Reply> uses(EnvironmentId environment) {
        return measures.lastUsed(environment, Use.EVALUATED)
                .compose(evaluated -> measures.lastUsed(environment, Use.DECLARED)
                        .map(declared -> Reply.ok(uses(evaluated.last(), declared.last()))));
    }

    private static ObjectNode uses(Map<String, Instant> evaluated, Map<String, Instant> declared) {
        var flags = new TreeSet<>(evaluated.keySet());
        flags.addAll(declared.keySet());
        ArrayNode items = Json.array();
        for (String flag : flags) {
            Instant last = evaluated.get(flag);
            Instant told = declared.get(flag);
            items.addObject()
                    .put("flag", flag)
                    .put("lastEvaluatedAt", last == null ? null : last.toString())
                    .put("lastDeclaredAt", told == null ? null : told.toString());
        }
        return ProjectsApi.page(items);
    }

    private Future<Reply> series(Call call, EnvironmentId environment, String flag) {
        Instant to = time(call, "to", call.at());
        Instant from = time(call, "from", to.minus(USUAL_SPAN));
        if (!from.isBefore(to)) {
            throw InvalidException.of("?from", Json.quote(from.toString()), "a time before ?to, " + to);
        }
        long step = step(call, Duration.between(from, to).toSeconds());
        Resolution resolution =
                step % 60 == 0 ? Resolution.MINUTE : step % 10 == 0 ? Resolution.TEN_SECONDS : Resolution.SECOND;
        if (from.isBefore(call.at().minus(resolution.kept()))) {
            throw InvalidException.of(
                    "?from",
                    Json.quote(from.toString()),
                    "at most " + resolution.kept() + " ago for steps of " + step + " s; steps of 60 s go back "
                            + Resolution.MINUTE.kept());
        }
        if (resolution == Resolution.SECOND) {
            measures.watch(environment, WATCH);
        }
        return measures.read(environment, flag, resolution, from, to)
                .compose(windows -> measures.lastUsed(environment, Use.BY_APPLICATION)
                        .map(uses -> Reply.ok(MeasuresJson.of(flag, from, to, step, windows)
                                .set("applications", applications(flag, uses.last())))));
    }

    /** The applications that used this flag, in their versions, the latest first. */
    private static ArrayNode applications(String flag, Map<String, Instant> uses) {
        String place = flag + "/";
        ArrayNode list = Json.array();
        uses.entrySet().stream()
                .filter(use -> use.getKey().startsWith(place))
                .sorted(Map.Entry.<String, Instant>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(use -> list.addObject()
                        .put("application", use.getKey().substring(place.length()))
                        .put("lastUsedAt", use.getValue().toString()));
        return list;
    }

    private static long step(Call call, long seconds) {
        long step = call.queryWhole("step", 1, MOST_STEP, usualStep(seconds));
        if (seconds / step > MOST_POINTS) {
            throw InvalidException.of(
                    "?step", Long.toString(step), "seconds such that there are at most " + MOST_POINTS + " points");
        }
        return step;
    }

    /** Ten seconds for the last half hour; for more the least number of whole minutes that makes no more points than there may be. */
    static long usualStep(long seconds) {
        return seconds <= 1_800 ? 10 : 60 * (seconds / (60 * (MOST_POINTS + 1)) + 1);
    }

    /** A time for which there can be measures. */
    private static Instant time(Call call, String name, Instant otherwise) {
        String given = call.query(name);
        if (given == null) {
            return otherwise;
        }
        Instant time;
        try {
            time = Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw InvalidException.of("?" + name, Json.quote(given), "a time such as 2026-11-21T08:00:00Z");
        }
        Duration kept = Resolution.MINUTE.kept();
        if (time.isBefore(call.at().minus(kept)) || time.isAfter(call.at().plus(AHEAD))) {
            throw InvalidException.of(
                    "?" + name, Json.quote(given), "a time at most " + kept + " ago and at most " + AHEAD + " ahead");
        }
        return time;
    }
}
