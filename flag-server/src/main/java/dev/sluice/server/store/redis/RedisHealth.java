package dev.sluice.server.store.redis;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator's Redis can lose, and what of its configuration endangers flags. Said in the log when it is found, and kept for
 * whoever asks. A Redis that does not tell its configuration is no error. Thread-safe.
 */
public final class RedisHealth {

    private static final Logger log = LoggerFactory.getLogger(RedisHealth.class);
    private static final String[] ASKED = {
        "appendonly", "appendfsync", "save", "maxmemory", "maxmemory-policy", "min-replicas-to-write"
    };

    private final RedisLink link;
    private volatile Map<String, String> described = Map.of();
    private volatile List<String> warnings = List.of();

    /** Of the Redis behind this link. */
    public RedisHealth(RedisLink link) {
        this.link = link;
    }

    /** What a person should change, one sentence each; empty when nothing is wrong or nothing is known. */
    public List<String> warnings() {
        return warnings;
    }

    /** Looks at every master, and says what is new. Never fails. */
    public Future<Void> look() {
        List<Future<Looked>> each = new ArrayList<>();
        link.everywhere(redis -> redis.configGet(ASKED).thenCombine(redis.role(), RedisHealth::looked))
                .forEach((name, stage) -> each.add(Future.fromCompletionStage(stage)
                        .map(looked -> looked.at(name))
                        .recover(e -> {
                            log.debug("Redis at {} does not tell its configuration", name, e);
                            return Future.succeededFuture(new Looked(name, Map.of(), 0));
                        })));
        return Future.join(each)
                .onSuccess(all -> take(each.stream().map(Future::result).toList()))
                .mapEmpty();
    }

    /** What one master said. */
    private record Looked(String name, Map<String, String> values, int replicas) {
        Looked at(String where) {
            return new Looked(where, values, replicas);
        }
    }

    private static Looked looked(Map<String, String> configuration, List<Object> role) {
        boolean told = role.size() > 2 && role.get(2) instanceof List<?>;
        return new Looked("", new HashMap<>(configuration), told ? ((List<?>) role.get(2)).size() : 0);
    }

    private synchronized void take(List<Looked> all) {
        Map<String, String> now = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Looked looked : all) {
            now.put(looked.name(), lossWindow(looked.values()));
            wrong.addAll(warnings(looked));
        }
        now.forEach((name, loss) -> {
            if (!loss.equals(described.get(name))) {
                log.info("Redis at {}: {}", name, loss);
            }
        });
        wrong.stream().filter(warning -> !warnings.contains(warning)).forEach(log::warn);
        described = now;
        warnings = List.copyOf(wrong);
    }

    private List<String> warnings(Looked looked) {
        List<String> wrong = new ArrayList<>();
        String at = "Redis at " + looked.name() + " ";
        String policy = looked.values().getOrDefault("maxmemory-policy", "noeviction");
        if (!policy.equals("noeviction")) {
            wrong.add(at + "may throw flags away when its memory is full: maxmemory-policy is " + policy
                    + "; expected noeviction");
        }
        int wanted = link.waitPolicy().needed(1);
        if (link.kind() == RedisAddress.Kind.STANDALONE && looked.replicas() > 0 && wanted == 1) {
            wrong.add(
                    at + "has " + looked.replicas() + " replicas, but writes do not wait for them, since nobody says"
                            + " how many there should be; expected SLUICE_REDIS_WAIT to be a number, or a redis-sentinel:// URL");
        }
        String least = looked.values().get("min-replicas-to-write");
        if (link.kind() != RedisAddress.Kind.STANDALONE && "0".equals(least)) {
            wrong.add(at + "goes on taking writes when it is cut off from its replicas: min-replicas-to-write is 0;"
                    + " no acknowledged write is lost by that, but writers wait longer for an error");
        }
        return wrong;
    }

    private static String lossWindow(Map<String, String> values) {
        if (values.isEmpty()) {
            return "it does not tell its configuration; what it can lose is unknown";
        }
        if (!"yes".equals(values.get("appendonly"))) {
            return values.getOrDefault("save", "").isEmpty()
                    ? "no persistence; a crash loses everything"
                    : "no append-only file; a crash loses everything since its last snapshot";
        }
        return switch (values.getOrDefault("appendfsync", "")) {
            case "always" -> "every write is on disk before it is acknowledged";
            case "everysec" -> "a crash of its machine loses up to 2 seconds of acknowledged writes";
            default -> "a crash of its machine loses what the system had not yet written";
        };
    }
}
