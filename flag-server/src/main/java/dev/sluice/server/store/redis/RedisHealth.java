package dev.sluice.server.store.redis;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start what the operator's Redis can lose, and warns of settings under which it would throw flags away. */
public final class RedisHealth {

    private static final Logger log = LoggerFactory.getLogger(RedisHealth.class);

    private RedisHealth() {}

    /** Looks and says; a Redis that does not tell its configuration is no error. */
    public static Future<Void> describe(RedisLink link) {
        return Failures.ofReading(
                        link,
                        () -> link.aside(
                                RedisKeys.PROJECTS,
                                redis -> redis.configGet("appendonly", "appendfsync", "maxmemory", "maxmemory-policy")))
                .onSuccess(configuration -> say(link, configuration))
                .onFailure(e -> log.info(
                        "Redis at {} does not tell its configuration; what it can lose is unknown", link.name()))
                .recover(e -> Future.succeededFuture(Map.of()))
                .mapEmpty();
    }

    private static void say(RedisLink link, Map<String, String> configuration) {
        Map<String, String> values = new HashMap<>(configuration);
        log.info("Redis at {}: {}", link.name(), lossWindow(values));
        String policy = values.getOrDefault("maxmemory-policy", "noeviction");
        if (!values.getOrDefault("maxmemory", "0").equals("0") && !policy.equals("noeviction")) {
            log.warn("Redis at {} may evict flags: maxmemory-policy is {}; expected noeviction", link.name(), policy);
        }
    }

    private static String lossWindow(Map<String, String> values) {
        if (!"yes".equals(values.get("appendonly"))) {
            return "no append-only file; a crash loses everything since its last snapshot";
        }
        return switch (values.getOrDefault("appendfsync", "")) {
            case "always" -> "every write is on disk before it is acknowledged";
            case "everysec" -> "a crash of its machine loses up to 2 seconds of acknowledged writes";
            default -> "a crash of its machine loses what the system had not yet written";
        };
    }
}
