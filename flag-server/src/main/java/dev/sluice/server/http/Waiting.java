package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.fleet.Convergence;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.fleet.Laggard;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds an answer until the change is in force on every connected instance, for callers who ask for that. */
final class Waiting {
    /** The longest that anybody is waited for. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final String CONVERGED = "converged";
    private static final long USUAL_MILLIS = 5_000;
    private static final int MOST_NAMES = 3;

    private final Fleet fleet;

    Waiting(Fleet fleet) {
        this.fleet = fleet;
    }

    /** How long the caller will wait; empty if they do not ask to. To be called before anything is written. */
    Optional<Duration> wanted(Call call) {
        String what = call.query("waitFor");
        long millis = call.queryWhole("timeoutMillis", 1, LONGEST.toMillis(), USUAL_MILLIS);
        if (what == null) {
            return Optional.empty();
        }
        if (!what.equals(CONVERGED)) {
            throw InvalidException.of("?waitFor", Json.quote(what), CONVERGED);
        }
        return Optional.of(Duration.ofMillis(millis));
    }

    /** The reply of a change that led to this state, with how far it is in force: 200 if it is everywhere, else 202. */
    Future<Reply> reply(Optional<Duration> wanted, EnvironmentId environment, StateId target, ObjectNode body) {
        if (wanted.isEmpty()) {
            return Future.succeededFuture(Reply.ok(body));
        }
        return fleet.converged(environment, target, wanted.get()).map(convergence -> {
            body.set("convergence", json(convergence));
            return Reply.of(waits(convergence) ? 202 : 200, body);
        });
    }

    /** The same of a change that moved several environments: it is in force where all of them are, and who waits is named. */
    Future<Reply> reply(Optional<Duration> wanted, Map<EnvironmentId, StateId> targets, ObjectNode body) {
        if (wanted.isEmpty()) {
            return Future.succeededFuture(Reply.ok(body));
        }
        SortedMap<String, Future<Convergence>> asked = new TreeMap<>();
        targets.forEach((environment, target) ->
                asked.put(environment.environment(), fleet.converged(environment, target, wanted.get())));
        return Future.all(List.copyOf(asked.values())).map(all -> {
            ObjectNode convergences = body.putObject("convergences");
            ArrayNode waitingFor = body.putArray("waitingFor");
            asked.forEach((environment, convergence) -> {
                convergences.set(environment, json(convergence.result()));
                if (waits(convergence.result())) {
                    waitingFor.add(environment);
                }
            });
            return Reply.of(waitingFor.isEmpty() ? 200 : 202, body);
        });
    }

    private static boolean waits(Convergence convergence) {
        return convergence.acked() < convergence.connected()
                || !convergence.nodes().missing().isEmpty();
    }

    static ObjectNode json(Convergence convergence) {
        ObjectNode json =
                Json.object().put("connected", convergence.connected()).put("acked", convergence.acked());
        json.set("laggards", laggards(convergence));
        json.set("lost", Json.array(convergence.lost()));
        json.put("left", convergence.left()).put("pollers", convergence.pollers());
        ObjectNode nodes = json.putObject("nodes")
                .put("total", convergence.nodes().total())
                .put("acked", convergence.nodes().acked());
        nodes.set("missing", Json.array(convergence.nodes().missing()));
        nodes.set("lost", Json.array(convergence.nodes().lost()));
        return json.put("complete", convergence.complete())
                .put("millis", convergence.took().toMillis())
                .put("sentence", sentence(convergence));
    }

    static ArrayNode laggards(Convergence convergence) {
        ArrayNode list = Json.array();
        for (Laggard laggard : convergence.laggards()) {
            list.addObject()
                    .put("instance", laggard.instance())
                    .put("application", laggard.application())
                    .put("session", laggard.session())
                    .put("why", laggard.why());
        }
        return list;
    }

    private static String sentence(Convergence convergence) {
        String sentence = instances(convergence);
        List<String> missing = convergence.nodes().missing();
        List<String> lost = convergence.nodes().lost();
        return sentence
                + (missing.isEmpty() ? "" : "; waiting for " + String.join(", ", missing))
                + (lost.isEmpty() ? "" : "; lost " + String.join(", ", lost));
    }

    private static String instances(Convergence convergence) {
        if (convergence.connected() == 0) {
            return convergence.lost().isEmpty()
                    ? "no instance is connected"
                    : "no instance is connected; " + convergence.lost().size() + " lost";
        }
        StringBuilder sentence =
                new StringBuilder("in force on " + convergence.acked() + " of " + convergence.connected()
                        + (convergence.connected() == 1 ? " instance" : " instances") + " after "
                        + convergence.took().toMillis() + " ms");
        if (!convergence.laggards().isEmpty()) {
            sentence.append("; waiting for ").append(names(convergence));
        }
        if (!convergence.lost().isEmpty()) {
            sentence.append("; ").append(convergence.lost().size()).append(" lost");
        }
        return sentence.toString();
    }

    private static String names(Convergence convergence) {
        int more = convergence.laggards().size() - MOST_NAMES;
        String names = convergence.laggards().stream()
                .limit(MOST_NAMES)
                .map(laggard -> laggard.application() + " (" + laggard.instance() + ")")
                .collect(Collectors.joining(", "));
        return more > 0 ? names + " and " + more + " more" : names;
    }
}
