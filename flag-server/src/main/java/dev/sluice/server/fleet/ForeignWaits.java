package dev.sluice.server.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.NodeChannel;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waits that other nodes have asked for, over the sessions of this one. Asked twice is asked once: the sessions are those of the first
 * time. Thread-safe.
 */
final class ForeignWaits {

    private static final int MOST = 1_000;
    private static final long LONGEST_MILLIS = 120_000;

    /** How long an answer is kept for whoever did not get it. */
    private static final long KEPT_MILLIS = 5_000;

    private final Vertx vertx;
    private final FleetRegistry here;
    private final NodeChannel channel;
    private final Ticker ticker;
    private final Map<String, ForeignWait> waits = new ConcurrentHashMap<>();

    ForeignWaits(Vertx vertx, FleetRegistry here, NodeChannel channel, Ticker ticker) {
        this.vertx = vertx;
        this.here = here;
        this.channel = channel;
        this.ticker = ticker;
    }

    private final class ForeignWait {

        private final String asker;
        private final String round;
        private final EnvironmentId environment;
        private final StateId target;
        private final @Nullable Set<String> flags;
        private final long began = ticker.nanos();
        private @Nullable Wait wait;
        private @Nullable Convergence done;

        ForeignWait(
                String asker, String round, EnvironmentId environment, StateId target, @Nullable Set<String> flags) {
            this.asker = asker;
            this.round = round;
            this.environment = environment;
            this.target = target;
            this.flags = flags;
        }

        void begin() {
            Wait begun = here.fleet(environment).await(target, flags, convergence -> {
                synchronized (this) {
                    done = convergence;
                }
                answer();
            });
            synchronized (this) {
                wait = begun;
            }
        }

        /** Tells how it stands. */
        void answer() {
            Convergence standing;
            boolean isDone;
            synchronized (this) {
                Wait mine = wait;
                isDone = done != null;
                if (done != null) {
                    standing = done;
                } else if (mine != null) {
                    standing = here.fleet(environment).standing(mine);
                } else {
                    return; // it is beginning, and will be answered then
                }
            }
            long lastAck = began + standing.took().toNanos();
            boolean serves = here.fleet(environment).serves(target);
            ObjectNode message = NodeMessages.of(NodeMessages.AWAITED).put("round", round);
            NodeMessages.part(
                    message, Part.of(standing, serves, isDone, Math.max(0, (ticker.nanos() - lastAck) / 1_000_000L)));
            channel.tell(asker, NodeMessages.bytes(message));
        }

        synchronized boolean isDone() {
            return done != null;
        }

        void giveUp() {
            Wait mine;
            synchronized (this) {
                mine = wait;
            }
            if (mine != null) {
                here.fleet(environment).giveUp(mine);
            }
        }
    }

    void asked(String asker, JsonNode message) {
        String round = message.path("round").asText();
        ForeignWait known = waits.get(round);
        if (known != null) {
            known.answer();
            return;
        }
        if (waits.size() >= MOST) {
            return; // not answered counts as not complete
        }
        var wait = new ForeignWait(
                asker,
                round,
                NodeMessages.environment(message),
                NodeMessages.state(message),
                NodeMessages.flagsOrNull(message));
        if (waits.putIfAbsent(round, wait) != null) {
            return;
        }
        long millis = Math.min(
                LONGEST_MILLIS, Math.max(1, message.path("timeoutMillis").asLong()));
        vertx.setTimer(millis + KEPT_MILLIS, over -> {
            waits.remove(round);
            wait.giveUp();
        });
        wait.begin();
        wait.answer();
    }

    /** The node serves another state: whoever waited only for that hears of it. */
    void published(EnvironmentId environment) {
        for (ForeignWait wait : waits.values()) {
            if (wait.environment.equals(environment) && wait.isDone()) {
                wait.answer();
            }
        }
    }
}
