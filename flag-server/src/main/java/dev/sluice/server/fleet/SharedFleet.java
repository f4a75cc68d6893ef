package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet over all nodes. Each node counts the sessions that it holds; what another needs to know it asks for by messages that may get
 * lost. So every question is asked again until it is answered, answers replace one another, and what nobody has answered counts as
 * missing: a lost message costs time, or lists somebody as a laggard who is none. It never makes an answer complete.
 *
 * <p>Thread-safe. Messages arrive on the channel's threads and are dealt with there; no monitor is held while others are called.
 */
public final class SharedFleet implements Fleet {

    private static final Logger log = LoggerFactory.getLogger(SharedFleet.class);
    private static final long ASK_AGAIN_MILLIS = 250;
    private static final long SEEK_MILLIS = 100;
    private static final int MOST_SOUGHT = 1_000;
    private static final int MOST_FLAGS = 1_000;

    private final Vertx vertx;
    private final FleetRegistry here;
    private final Nodes nodes;
    private final NodeChannel channel;
    private final Ticker ticker;
    private final Outbox outbox;
    private final ForeignWaits foreign;
    private final ViewRounds views;
    private final AttemptRounds attempts;
    private final SharedProgress progress;
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private final Map<String, Runnable> checks = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Joins this node's fleet with those of the others.
     *
     * @param standing tells how this node stands in an environment, for the view
     */
    public SharedFleet(
            Vertx vertx, FleetRegistry here, Nodes nodes, NodeChannel channel, Ticker ticker, NodeStandings standing) {
        this.vertx = vertx;
        this.here = here;
        this.nodes = nodes;
        this.channel = channel;
        this.ticker = ticker;
        this.outbox = new Outbox(
                vertx,
                channel,
                nodes,
                ticker,
                (environment, instance) -> here.fleet(environment).isConnected(instance));
        this.foreign = new ForeignWaits(vertx, here, channel, ticker);
        this.views = new ViewRounds(vertx, here, nodes, channel, standing);
        this.attempts = new AttemptRounds(vertx, here.attempts(), nodes, channel);
        this.progress = new SharedProgress(nodes, channel);
        here.peers(new Told());
        here.onProgress(progress::own);
        channel.onMessage(this::heard);
    }

    @Override
    public Future<Convergence> converged(EnvironmentId environment, StateId target, Duration timeout) {
        Promise<Convergence> promise = Promise.promise();
        String id = nodes.name() + "-" + numbers.incrementAndGet();
        EnvironmentFleet own = here.fleet(environment);
        Set<String> flags = own.flagsOf(target);
        var round = new Round(id, environment, target, flags, nodes.name(), ticker.nanos());
        Runnable check = () -> check(round, promise);
        rounds.put(id, round);
        checks.put(id, check);
        Wait wait = own.await(target, flags, convergence -> {
            round.own(convergence);
            check.run();
        });
        nodes.others()
                .onSuccess(round::roll)
                .onFailure(storeAway -> round.rollUnknown(nodes.known()))
                .onComplete(read -> {
                    ask(round, timeout);
                    check.run();
                });
        long again = vertx.setPeriodic(ASK_AGAIN_MILLIS, tick -> ask(round, timeout));
        long end = vertx.setTimer(Math.max(1, timeout.toMillis()), late -> {
            own.giveUp(wait);
            conclude(round, promise);
        });
        promise.future().onComplete(done -> {
            vertx.cancelTimer(again);
            vertx.cancelTimer(end);
            rounds.remove(id);
            checks.remove(id);
        });
        return CallersContext.of(promise.future());
    }

    /** The flags of the change are told as far as there is room; a node that is not told finds out as it takes the change over. */
    private void ask(Round round, Duration timeout) {
        Set<String> flags = round.flags;
        for (String other : round.unfinished()) {
            ObjectNode message = NodeMessages.put(NodeMessages.of(NodeMessages.AWAIT, round.environment), round.target)
                    .put("round", round.id)
                    .put("timeoutMillis", timeout.toMillis());
            if (flags != null && flags.size() <= MOST_FLAGS) {
                NodeMessages.put(message.putArray("flags"), flags);
            }
            channel.tell(other, NodeMessages.bytes(message));
        }
    }

    private void check(Round round, Promise<Convergence> promise) {
        if (round.isSettled() && here.fleet(round.environment).serves(round.target)) {
            conclude(round, promise);
        }
    }

    /** Before anybody is called lost, all nodes are asked whether they have them. */
    private void conclude(Round round, Promise<Convergence> promise) {
        if (!round.end()) {
            return;
        }
        Set<String> lost = lost(round);
        if (lost.isEmpty() || !round.hasOthers()) {
            answer(round, promise);
            return;
        }
        checks.put(round.id, () -> {
            if (lost(round).isEmpty()) {
                answer(round, promise);
            }
        });
        ObjectNode seek = NodeMessages.of(NodeMessages.SEEK, round.environment).put("round", round.id);
        NodeMessages.put(
                seek.putArray("instances"), lost.stream().limit(MOST_SOUGHT).toList());
        channel.tellAll(NodeMessages.bytes(seek));
        vertx.setTimer(SEEK_MILLIS, due -> answer(round, promise));
    }

    private void answer(Round round, Promise<Convergence> promise) {
        boolean serves = here.fleet(round.environment).serves(round.target);
        promise.tryComplete(round.convergence(lost(round), serves, ticker.nanos()));
    }

    private Set<String> lost(Round round) {
        EnvironmentFleet own = here.fleet(round.environment);
        Set<String> lost = round.lost(own.lost());
        lost.removeIf(own::isConnected);
        return lost;
    }

    @Override
    public Future<FleetView> view(EnvironmentId environment) {
        return views.view(environment);
    }

    @Override
    public Future<Attempts> attempts(String project) {
        return attempts.attempts(project);
    }

    @Override
    public AttemptLog attemptsHere() {
        return here.attempts();
    }

    @Override
    public void onProgress(Consumer<Convergence> listener) {
        progress.listen(listener);
    }

    /** What happens here and concerns others. */
    private final class Told implements Peers {

        @Override
        public void arrived(EnvironmentId environment, String instance) {
            if (!nodes.alone()) {
                outbox.here(environment, instance);
            }
        }

        @Override
        public void goodbye(EnvironmentId environment, String instance) {
            if (!nodes.alone()) {
                outbox.goodbye(environment, instance);
            }
        }

        @Override
        public void foreign(EnvironmentId environment, Ack ack) {
            int dot = ack.session().indexOf('.');
            String node = dot < 0 ? "" : ack.session().substring(0, dot);
            if (!node.equals(nodes.name()) && !nodes.alone()) {
                outbox.ack(node, environment, ack);
            }
        }

        @Override
        public void published(EnvironmentId environment, StateId state) {
            foreign.published(environment);
            checkAll(environment);
        }
    }

    private void checkAll(EnvironmentId environment) {
        for (Round round : rounds.values()) {
            if (round.environment.equals(environment)) {
                check(round);
            }
        }
    }

    private void check(Round round) {
        Runnable check = checks.get(round.id);
        if (check != null) {
            check.run();
        }
    }

    private void heard(String from, byte[] bytes) {
        JsonNode message = NodeMessages.read(bytes);
        if (message == null) {
            return;
        }
        try {
            heard(from, message.path("kind").asText(), message);
        } catch (IllegalArgumentException odd) {
            log.debug("a message of {} is not understood", from, odd);
        }
    }

    private void heard(String from, String kind, JsonNode message) {
        switch (kind) {
            case NodeMessages.ACKS ->
                message.path("acks").forEach(ack -> here.own(NodeMessages.environment(ack), NodeMessages.ack(ack)));
            case NodeMessages.HERE -> arrivedElsewhere(message);
            case NodeMessages.GOODBYE ->
                NodeMessages.texts(message.path("instances"))
                        .forEach(instance -> here.ended(NodeMessages.environment(message), instance));
            case NodeMessages.SEEK -> sought(message);
            case NodeMessages.AWAIT -> foreign.asked(from, message);
            case NodeMessages.AWAITED -> told(from, message);
            case NodeMessages.VIEW -> views.asked(from, message);
            case NodeMessages.VIEWED -> views.told(from, message);
            case NodeMessages.ATTEMPTS -> attempts.asked(from, message);
            case NodeMessages.ATTEMPTED -> attempts.told(from, message);
            case NodeMessages.PROGRESS -> progress.told(from, message);
            default -> log.trace("{} speaks of {}, which this version does not know", from, kind);
        }
    }

    private void arrivedElsewhere(JsonNode message) {
        EnvironmentId environment = NodeMessages.environment(message);
        Instant at = Instant.ofEpochMilli(message.path("at").asLong());
        List<String> instances = NodeMessages.texts(message.path("instances"));
        EnvironmentFleet fleet = here.fleet(environment);
        instances.forEach(instance -> fleet.elsewhere(instance, at));
        @Nullable Round asked = rounds.get(message.path("round").asText());
        if (asked != null) {
            asked.found(instances);
            check(asked);
        }
    }

    private void sought(JsonNode message) {
        EnvironmentId environment = NodeMessages.environment(message);
        EnvironmentFleet fleet = here.fleet(environment);
        List<String> had = new ArrayList<>();
        NodeMessages.texts(message.path("instances")).stream()
                .filter(fleet::isConnected)
                .forEach(had::add);
        if (!had.isEmpty()) {
            ObjectNode answer = NodeMessages.of(NodeMessages.HERE, environment)
                    .put("at", nodes.instant().toEpochMilli());
            NodeMessages.put(answer.putArray("instances"), had);
            answer.put("round", message.path("round").asText());
            channel.tellAll(NodeMessages.bytes(answer));
        }
    }

    private void told(String from, JsonNode message) {
        @Nullable Round round = rounds.get(message.path("round").asText());
        if (round != null) {
            round.part(from, NodeMessages.part(message), ticker.nanos());
            check(round);
        }
    }
}
