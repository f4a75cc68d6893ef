package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all nodes remember of calls with keys: asked of every node, twice if need be, and given after half a second with what has come. Thread-safe. */
final class AttemptRounds {

    private static final long ASK_AGAIN_MILLIS = 200;
    private static final long LONGEST_MILLIS = 500;
    private static final int MOST_USES_IN_MESSAGE = 200;

    private final Vertx vertx;
    private final AttemptLog here;
    private final Nodes nodes;
    private final NodeChannel channel;
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    AttemptRounds(Vertx vertx, AttemptLog here, Nodes nodes, NodeChannel channel) {
        this.vertx = vertx;
        this.here = here;
        this.nodes = nodes;
        this.channel = channel;
    }

    /** One question to all nodes. Guarded by itself. */
    private final class Round {
        private final String project;
        private final Promise<Attempts> promise = Promise.promise();
        private final Map<String, Boolean> asked = new TreeMap<>();
        private final Map<String, Attempts> answers = new TreeMap<>();

        Round(String project, List<Nodes.Other> others) {
            this.project = project;
            others.forEach(other -> asked.put(other.name(), other.alive()));
        }

        synchronized List<String> unanswered() {
            return asked.keySet().stream()
                    .filter(node -> Boolean.TRUE.equals(asked.get(node)) && !answers.containsKey(node))
                    .toList();
        }

        void told(String from, Attempts answer) {
            synchronized (this) {
                answers.put(from, answer);
            }
            if (unanswered().isEmpty()) {
                answer();
            }
        }

        void answer() {
            promise.tryComplete(whole());
        }

        private synchronized Attempts whole() {
            List<Attempts> all = new ArrayList<>(answers.values());
            all.add(here.of(project));
            return new Attempts(
                    all.stream()
                            .flatMap(each -> each.failed().stream())
                            .sorted(Comparator.comparing(Attempt::lastAt).reversed())
                            .toList(),
                    newest(all),
                    asked.keySet().stream()
                            .filter(node -> !answers.containsKey(node))
                            .toList());
        }
    }

    Future<Attempts> attempts(String project) {
        return CallersContext.of(nodes.others()
                .otherwise(storeAway -> nodes.known())
                .compose(others -> {
                    String id = nodes.name() + "-" + numbers.incrementAndGet();
                    var round = new Round(project, others);
                    rounds.put(id, round);
                    ask(id, round);
                    long again = vertx.setTimer(ASK_AGAIN_MILLIS, due -> ask(id, round));
                    long end = vertx.setTimer(LONGEST_MILLIS, late -> round.answer());
                    if (round.unanswered().isEmpty()) {
                        round.answer();
                    }
                    return round.promise.future().onComplete(done -> {
                        vertx.cancelTimer(again);
                        vertx.cancelTimer(end);
                        rounds.remove(id);
                    });
                }));
    }

    private void ask(String id, Round round) {
        byte[] question = NodeMessages.bytes(
                NodeMessages.of(NodeMessages.ATTEMPTS).put("round", id).put("project", round.project));
        round.unanswered().forEach(other -> channel.tell(other, question));
    }

    void asked(String asker, JsonNode message) {
        Attempts mine = here.of(message.path("project").asText());
        ObjectNode answer = NodeMessages.of(NodeMessages.ATTEMPTED)
                .put("round", message.path("round").asText());
        ArrayNode failed = answer.putArray("failed");
        mine.failed().forEach(each -> put(failed.addObject(), each));
        ArrayNode uses = answer.putArray("uses");
        mine.uses().stream().limit(MOST_USES_IN_MESSAGE).forEach(each -> put(uses.addObject(), each));
        channel.tell(asker, NodeMessages.bytes(answer));
    }

    void told(String from, JsonNode message) {
        Round round = rounds.get(message.path("round").asText());
        if (round == null) {
            return;
        }
        List<Attempt> failed = new ArrayList<>();
        message.path("failed").forEach(each -> failed.add(attempt(each, from)));
        List<KeyUse> uses = new ArrayList<>();
        message.path("uses").forEach(each -> uses.add(use(each)));
        round.told(from, new Attempts(failed, uses, List.of()));
    }

    /** A program that calls several nodes is one, with its last call. */
    private static List<KeyUse> newest(List<Attempts> all) {
        Map<List<Object>, KeyUse> newest = new LinkedHashMap<>();
        all.stream()
                .flatMap(each -> each.uses().stream())
                .sorted(Comparator.comparing(KeyUse::at).reversed())
                .forEach(use -> newest.putIfAbsent(List.of(use.key(), use.via(), use.application(), use.sdk()), use));
        return List.copyOf(newest.values());
    }

    private static void put(ObjectNode json, Attempt attempt) {
        json.put("trouble", attempt.trouble().name())
                .put("application", attempt.application())
                .put("sdk", attempt.sdk())
                .put("address", attempt.address())
                .put("firstAt", attempt.firstAt().toEpochMilli())
                .put("lastAt", attempt.lastAt().toEpochMilli())
                .put("count", attempt.count());
        EnvironmentId environment = attempt.environment();
        if (environment != null) {
            NodeMessages.put(json, environment).put("key", attempt.key());
        }
    }

    private static Attempt attempt(JsonNode json, String node) {
        boolean known = json.has("environment");
        return new Attempt(
                Attempt.Trouble.valueOf(json.path("trouble").asText()),
                known ? NodeMessages.environment(json) : null,
                known ? json.path("key").textValue() : null,
                json.path("application").asText(),
                json.path("sdk").asText(),
                json.path("address").asText(),
                node,
                Instant.ofEpochMilli(json.path("firstAt").asLong()),
                Instant.ofEpochMilli(json.path("lastAt").asLong()),
                json.path("count").asLong());
    }

    private static void put(ObjectNode json, KeyUse use) {
        NodeMessages.put(json, use.environment())
                .put("key", use.key())
                .put("via", use.via().name())
                .put("application", use.application())
                .put("sdk", use.sdk())
                .put("at", use.at().toEpochMilli());
    }

    private static KeyUse use(JsonNode json) {
        return new KeyUse(
                json.path("key").asText(),
                NodeMessages.environment(json),
                KeyUse.Via.valueOf(json.path("via").asText()),
                json.path("application").asText(),
                json.path("sdk").asText(),
                Instant.ofEpochMilli(json.path("at").asLong()));
    }
}
