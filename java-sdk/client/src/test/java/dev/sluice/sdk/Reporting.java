package dev.sluice.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.ScriptedServer.Answer;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A reporter on a virtual clock before a scripted server that counts each number of each session once, as a real one does. */
final class Reporting {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    final VirtualTime time = new VirtualTime();
    final ScriptedServer server = new ScriptedServer(time);
    final World world = new World();
    final Counts counts = new Counts();
    final Unanswered unanswered = new Unanswered(new Complaints(time::nanos), counts);
    final Reporter reporter;

    /** What the server has counted: by flag and variation. */
    final Map<String, Long> counted = new HashMap<>();

    /** How many windows the server was told to be missing. */
    long droppedTold;

    private final Map<String, String> taken = new HashMap<>();
    private Function<JsonNode, Answer> fate = report -> Answer.of(204);
    private Live live;
    private long version = 1;

    Reporting() {
        this(1);
    }

    Reporting(long seed) {
        world.set(World.bool("a", true), World.bool("b", false));
        live = newLive();
        reporter = new Reporter(
                new Wiring(
                        time,
                        server,
                        Timing.STANDARD,
                        new SplittableRandom(seed),
                        InstantSource.system(),
                        unanswered.complaints(),
                        counts,
                        new Instance(() -> Following.INSTANCE, time::nanos, InstantSource.system())),
                time,
                counts);
        server.onRequest(request -> {
            JsonNode report = parsed(server.posted.get(server.posted.size() - 1).body());
            Answer answer = fate.apply(report);
            if (answer != null && (answer == Answer.LOST || answer.status() == 204)) {
                take(report);
            }
            return answer;
        });
    }

    /** What becomes of reports from now on; one whose answer is 204, or lost, was counted. */
    Reporting fate(Function<JsonNode, Answer> next) {
        fate = next;
        return this;
    }

    Reporting session(String id) {
        reporter.session(id, INTERVAL.toMillis());
        return this;
    }

    Reporting pass(Duration duration) {
        time.pass(duration);
        return this;
    }

    Reporting ask(String flag, int times) {
        for (int i = 0; i < times; i++) {
            Reads.decide(
                    live,
                    flag,
                    Context.builder("user-" + i).set("email", "u@shop.example").build(),
                    unanswered);
        }
        return this;
    }

    /** Changes a flag, so that its next decisions are counted elsewhere, under another version. */
    Reporting change(String flag, boolean on) {
        return changeRaw(
                flag,
                "{\"key\":\"" + flag + "\",\"type\":\"boolean\",\"version\":" + ++version
                        + ",\"enabled\":true,\"variations\":{\"on\":true,\"off\":false},\"offVariation\":\"off\","
                        + "\"fallthrough\":{\"variation\":\"" + (on ? "on" : "off") + "\"}}");
    }

    /** Sets a flag's record. */
    Reporting changeRaw(String flag, String record) {
        world.setRaw(flag, record);
        live = newLive();
        return this;
    }

    Live live() {
        return live;
    }

    List<JsonNode> reports() {
        return server.bodies("/sdk/v1/report").stream().map(Reporting::parsed).toList();
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    JsonNode last() {
        return reports().get(reports().size() - 1);
    }

    long countedInAll() {
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Evaluations that one report tells. */
    static long sum(JsonNode report) {
        long sum = 0;
        for (JsonNode row : report.path("evaluations")) {
            sum += row.path("count").asLong();
        }
        return sum;
    }

    private void take(JsonNode report) {
        String name = report.path("session").asText() + "/" + report.path("seq").asLong();
        String before = taken.putIfAbsent(name, report.toString());
        if (before != null) {
            if (!before.equals(report.toString())) {
                throw new AssertionError(name + " came twice with different contents: " + before + " and " + report);
            }
            return;
        }
        droppedTold += report.path("droppedWindows").asLong();
        for (JsonNode row : report.path("evaluations")) {
            counted.merge(
                    row.path("flag").asText() + "=" + row.path("variation").asText(),
                    row.path("count").asLong(),
                    Long::sum);
        }
    }

    private Live newLive() {
        Snapshot snapshot = world.replica().snapshot();
        return new Live(
                snapshot, Evaluator.of(GeoLocator.none(), buckets -> 0), true, counts.tallyOf(snapshot.numbering()));
    }
}
