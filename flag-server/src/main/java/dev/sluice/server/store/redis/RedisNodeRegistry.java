package dev.sluice.server.store.redis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.store.NodeRegistry;
import io.lettuce.core.ScriptOutputType;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The nodes in Redis: a sorted set of when each was heard, by Redis' clock, and a hash of what it said. Thread-safe. */
public final class RedisNodeRegistry implements NodeRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RedisLink link;
    private final Script nodes = Script.named("nodes.lua", ScriptOutputType.MULTI);

    /** Over a link that the caller owns. */
    public RedisNodeRegistry(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<Roll> sign(Entry self) {
        ObjectNode document = JSON.createObjectNode()
                .put("version", self.version())
                .put("recordSchema", self.recordSchema())
                .put("uptimeMillis", self.uptime().toMillis());
        return run("sign", self.name(), document.toString());
    }

    @Override
    public Future<Roll> read() {
        return run("read", "", "");
    }

    @Override
    public Future<Void> leave(String name) {
        return run("leave", name, "").mapEmpty();
    }

    private Future<Roll> run(String what, String name, String document) {
        byte[][] keys = {RedisKeys.NODES_HEARD, RedisKeys.NODES_ABOUT, RedisKeys.NODES_LEFT};
        byte[][] arguments = {
            RedisKeys.bytes(what),
            RedisKeys.bytes(name),
            RedisKeys.bytes(document),
            RedisKeys.bytes(Long.toString(REMEMBERED.toMillis()))
        };
        return Failures.ofReading(link, () -> link.aside(keys[0], redis -> nodes.<List<?>>call(redis, keys, arguments)))
                .map(RedisNodeRegistry::roll);
    }

    private static Roll roll(List<?> reply) {
        List<Seen> seen = new ArrayList<>();
        for (Object each : (List<?>) reply.get(1)) {
            List<?> parts = (List<?>) each;
            seen.add(new Seen(
                    entry(text(parts, 0), text(parts, 2)), Duration.ofMillis(Math.max(0, number(parts.get(1))))));
        }
        List<String> left = ((List<?>) reply.get(2))
                .stream().map(name -> Reply.text((byte[]) name)).toList();
        return new Roll(Instant.ofEpochMilli(number(reply.get(0))), seen, left);
    }

    /** A document that is damaged, or of a form that this version does not know, is still that of a node. */
    private static Entry entry(String name, String document) {
        try {
            var json = JSON.readTree(document);
            return new Entry(
                    name,
                    json.path("version").asText("unknown"),
                    json.path("recordSchema").asInt(0),
                    Duration.ofMillis(json.path("uptimeMillis").asLong(0)));
        } catch (IOException damaged) {
            return new Entry(name, "unknown", 0, Duration.ZERO);
        }
    }

    private static String text(List<?> parts, int index) {
        return Reply.text((byte[]) parts.get(index));
    }

    private static long number(Object value) {
        return value instanceof Long number ? number : Long.parseLong(Reply.text((byte[]) value));
    }
}
