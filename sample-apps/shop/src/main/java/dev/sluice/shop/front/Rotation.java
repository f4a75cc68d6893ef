package dev.sluice.shop.front;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which shop instances exist and which of them get orders: those that said "ready" when last asked, and with which nothing
 * has gone wrong since. They take turns. Confined to one event loop.
 */
final class Rotation {
    private final Map<String, Instance> instances = new TreeMap<>();
    private int turn;

    /** One shop instance, as the front knows it. */
    static final class Instance {
        private final String name;
        private int port;
        private String state = "STARTING";
        private int build;
        private String flags = "NONE";
        private int failPercent;
        private boolean ready;
        private long orders;

        private Instance(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        int port() {
            return port;
        }

        void counted() {
            orders++;
        }
    }

    /** An instance says where it listens; whether it is ready is another question. */
    Instance announced(String name, int port) {
        Instance instance = instances.computeIfAbsent(name, Instance::new);
        if (instance.port != port) {
            instance.port = port;
            instance.ready = false;
            instance.state = "STARTING";
        }
        return instance;
    }

    /** What an instance answered when it was asked whether it is ready. */
    void answered(Instance instance, int status, JsonObject body) {
        boolean itself = instance.name.equals(body.getString("name"));
        instance.ready = itself && status == 200;
        instance.state = itself ? body.getString("state", "DOWN") : "DOWN";
        instance.build = body.getInteger("build", 0);
        instance.flags = body.getString("flags", "NONE");
        instance.failPercent = body.getInteger("failPercent", 0);
    }

    /** An instance did not answer, or broke off: it gets no orders until it has said "ready" again. */
    void lost(Instance instance) {
        instance.ready = false;
        instance.state = "DOWN";
    }

    /** Whose turn it is; null when nobody is ready. */
    @Nullable
    Instance next() {
        List<Instance> ready = new ArrayList<>(instances.size());
        for (Instance instance : instances.values()) {
            if (instance.ready) {
                ready.add(instance);
            }
        }
        if (ready.isEmpty()) {
            return null;
        }
        turn = (turn + 1) % ready.size();
        return ready.get(turn);
    }

    List<Instance> all() {
        return List.copyOf(instances.values());
    }

    List<Score.Shop> badges() {
        List<Score.Shop> badges = new ArrayList<>();
        for (Instance each : instances.values()) {
            badges.add(new Score.Shop(
                    each.name, each.state, each.build, each.flags, each.ready, each.failPercent, each.orders));
        }
        return badges;
    }
}
