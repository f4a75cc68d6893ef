package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.fleet.FleetView.NodeStanding;
import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The view of the fleet: asked of every node, twice if need be, and given after half a second with what has come. Thread-safe. */
final class ViewRounds {

    private static final long ASK_AGAIN_MILLIS = 200;
    private static final long LONGEST_MILLIS = 500;
    private static final int MOST_IN_MESSAGE = 100;

    private final Vertx vertx;
    private final FleetRegistry here;
    private final Nodes nodes;
    private final NodeChannel channel;
    private final NodeStandings standing;
    private final Map<String, ViewRound> rounds = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    ViewRounds(Vertx vertx, FleetRegistry here, Nodes nodes, NodeChannel channel, NodeStandings standing) {
        this.vertx = vertx;
        this.here = here;
        this.nodes = nodes;
        this.channel = channel;
        this.standing = standing;
    }

    /** What one node has told so far. Guarded by its round. */
    private static final class Answer {
        private final Map<Integer, List<Instance>> parts = new HashMap<>();
        private int expected = Integer.MAX_VALUE;
        private int unlisted;
        private Map<String, Long> dropped = Map.of();
        private NodeStanding node =
                new NodeStanding("", "", Duration.ZERO, false, Duration.ZERO, null, 0, "", Map.of());
    }

    private final class ViewRound {

        private final EnvironmentId environment;
        private final Promise<FleetView> promise;
        private final Map<String, Nodes.Other> asked = new TreeMap<>();
        private final Map<String, Answer> answers = new HashMap<>();

        ViewRound(EnvironmentId environment, List<Nodes.Other> others, Promise<FleetView> promise) {
            this.environment = environment;
            this.promise = promise;
            others.forEach(other -> asked.put(other.name(), other));
        }

        synchronized List<String> unanswered() {
            return asked.values().stream()
                    .filter(other -> other.alive() && !isWhole(other.name()))
                    .map(Nodes.Other::name)
                    .toList();
        }

        private boolean isWhole(String node) {
            Answer answer = answers.get(node);
            return answer != null && answer.parts.size() == answer.expected;
        }

        synchronized void told(String from, JsonNode message) {
            Answer answer = answers.computeIfAbsent(from, key -> new Answer());
            answer.expected = message.path("parts").asInt(1);
            List<Instance> instances = new ArrayList<>();
            message.path("instances").forEach(each -> instances.add(NodeMessages.instance(each, from)));
            answer.parts.put(message.path("part").asInt(), instances);
            answer.unlisted = message.path("unlisted").asInt();
            Map<String, Long> dropped = new HashMap<>();
            message.path("dropped")
                    .properties()
                    .forEach(entry ->
                            dropped.put(entry.getKey(), entry.getValue().asLong()));
            answer.dropped = dropped;
            answer.node = NodeMessagesOfView.node(message.path("node"), from);
        }

        void answer() {
            promise.tryComplete(view());
        }

        private synchronized FleetView view() {
            List<NodeStanding> standings = new ArrayList<>();
            standings.add(self(environment));
            List<Instance> instances = new ArrayList<>();
            Map<String, Long> dropped = new HashMap<>(here.fleet(environment).droppedWindows());
            int unlisted = Math.max(0, here.instances(environment).size() - FleetView.MOST_INSTANCES);
            instances.addAll(chosen(here.instances(environment)));
            for (Nodes.Other other : asked.values()) {
                Answer answer = answers.get(other.name());
                standings.add(
                        answer != null && isWhole(other.name()) ? answer.node : NodeMessagesOfView.unanswered(other));
                if (answer != null) {
                    answer.parts.values().forEach(instances::addAll);
                    answer.dropped.forEach((instance, count) -> dropped.merge(instance, count, Long::sum));
                    unlisted += answer.unlisted;
                }
            }
            standings.sort(Comparator.comparing(NodeStanding::name));
            return new FleetView(standings, merged(instances, dropped), unlisted);
        }
    }

    Future<FleetView> view(EnvironmentId environment) {
        Promise<FleetView> promise = Promise.promise();
        nodes.others()
                .recover(storeAway -> Future.succeededFuture(nodes.known()))
                .onSuccess(others -> {
                    String id = nodes.name() + "-" + numbers.incrementAndGet();
                    var round = new ViewRound(environment, others, promise);
                    rounds.put(id, round);
                    ask(id, round);
                    long again = vertx.setTimer(ASK_AGAIN_MILLIS, due -> ask(id, round));
                    long end = vertx.setTimer(LONGEST_MILLIS, late -> round.answer());
                    promise.future().onComplete(done -> {
                        vertx.cancelTimer(again);
                        vertx.cancelTimer(end);
                        rounds.remove(id);
                    });
                    if (round.unanswered().isEmpty()) {
                        round.answer();
                    }
                });
        return CallersContext.of(promise.future());
    }

    private void ask(String id, ViewRound round) {
        byte[] question = NodeMessages.bytes(
                NodeMessages.of(NodeMessages.VIEW, round.environment).put("round", id));
        round.unanswered().forEach(other -> channel.tell(other, question));
    }

    void asked(String asker, JsonNode message) {
        EnvironmentId environment = NodeMessages.environment(message);
        List<Instance> all = here.instances(environment);
        List<Instance> some = chosen(all);
        int parts = Math.max(1, (some.size() + MOST_IN_MESSAGE - 1) / MOST_IN_MESSAGE);
        for (int part = 0; part < parts; part++) {
            ObjectNode answer = NodeMessages.of(NodeMessages.VIEWED)
                    .put("round", message.path("round").asText())
                    .put("part", part)
                    .put("parts", parts)
                    .put("unlisted", all.size() - some.size());
            NodeMessagesOfView.put(answer.putObject("node"), self(environment));
            ArrayNode instances = answer.putArray("instances");
            some.subList(part * MOST_IN_MESSAGE, Math.min(some.size(), (part + 1) * MOST_IN_MESSAGE))
                    .forEach(instance -> instances.add(NodeMessages.instance(instance)));
            ObjectNode dropped = answer.putObject("dropped");
            here.fleet(environment).droppedWindows().entrySet().stream()
                    .limit(FleetView.MOST_INSTANCES)
                    .forEach(entry -> dropped.put(entry.getKey(), entry.getValue()));
            channel.tell(asker, NodeMessages.bytes(answer));
        }
    }

    void told(String from, JsonNode message) {
        ViewRound round = rounds.get(message.path("round").asText());
        if (round != null) {
            round.told(from, message);
            if (round.unanswered().isEmpty()) {
                round.answer();
            }
        }
    }

    private NodeStanding self(EnvironmentId environment) {
        StateId state = here.fleet(environment).newest();
        return new NodeStanding(
                nodes.name(),
                nodes.self().version(),
                nodes.self().uptime(),
                true,
                Duration.ZERO,
                state,
                here.fleet(environment).sessions(),
                standing.store().get(),
                standing.overrides());
    }

    /** Those in trouble first, as far as there is room. */
    private static List<Instance> chosen(List<Instance> all) {
        if (all.size() <= FleetView.MOST_INSTANCES) {
            return all;
        }
        return all.stream()
                .sorted(Comparator.comparing(instance -> !isInTrouble(instance)))
                .limit(FleetView.MOST_INSTANCES)
                .toList();
    }

    private static boolean isInTrouble(Instance instance) {
        return instance.lost()
                || instance.acked() == null
                || !instance.notUnderstood().isEmpty()
                || !instance.overrides().isEmpty();
    }

    /** An instance that one node misses is where another node has it; a poller is with the node it called last. */
    private static List<Instance> merged(List<Instance> instances, Map<String, Long> dropped) {
        Set<String> connected = new HashSet<>();
        Map<String, Instance> lastCall = new HashMap<>();
        for (Instance instance : instances) {
            if (!instance.lost()) {
                connected.add(instance.id());
            }
            if (instance.lost() || instance.polling()) {
                lastCall.merge(
                        instance.id(),
                        instance,
                        (one, other) -> other.lastSeenAt().isAfter(one.lastSeenAt()) ? other : one);
            }
        }
        List<Instance> merged = new ArrayList<>();
        for (Instance instance : instances) {
            boolean superseded = instance.lost() && connected.contains(instance.id());
            boolean older = (instance.lost() || instance.polling()) && !instance.equals(lastCall.get(instance.id()));
            if (!superseded && !older) {
                merged.add(instance.withDroppedWindows(dropped.getOrDefault(instance.id(), 0L)));
            }
        }
        merged.sort(Comparator.comparing(Instance::application)
                .thenComparing(Instance::id)
                .thenComparing(Instance::connectedAt));
        return merged;
    }
}
