package dev.sluice.server.store.redis;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import io.lettuce.core.ScriptOutputType;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures in Redis. Everything has an end; what nobody writes any more disappears by itself. Thread-safe. */
public final class RedisMeasureStore implements MeasureStore {

    /** Beside the flags, whose names are never empty: when the first use of any was noted. */
    private static final byte[] SINCE = {};

    private static final int MOST_SESSIONS = 200_000;
    private static final int MOST_GAPS = 200;
    private static final int MOST_FORGOTTEN = 10_000;
    private static final Duration USE_KEPT = Duration.ofDays(400);

    private final RedisLink link;
    private final Script claim = Script.named("claim.lua", ScriptOutputType.VALUE);

    /** Over a link that the caller owns. */
    public RedisMeasureStore(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<List<Boolean>> claim(EnvironmentId environment, String node, String token, List<Claim> claims) {
        byte[][] keys = {
            RedisKeys.reports(environment, "numbers"),
            RedisKeys.reports(environment, "heard"),
            RedisKeys.reports(environment, "answer:" + node)
        };
        List<byte[]> arguments = new ArrayList<>(4 + 2 * claims.size());
        arguments.add(RedisKeys.bytes(token));
        arguments.add(RedisKeys.bytes(Long.toString(REMEMBERED.toMillis())));
        arguments.add(RedisKeys.bytes(Integer.toString(MOST_SESSIONS)));
        arguments.add(RedisKeys.bytes(Integer.toString(MOST_GAPS)));
        for (Claim each : claims) {
            arguments.add(RedisKeys.bytes(each.session()));
            arguments.add(RedisKeys.bytes(Long.toString(each.seq())));
        }
        return Failures.ofReading(
                        link,
                        () -> link.aside(
                                keys[0], redis -> claim.<byte[]>call(redis, keys, arguments.toArray(byte[][]::new))))
                .map(answer -> {
                    List<Boolean> taken = new ArrayList<>(answer.length);
                    for (byte each : answer) {
                        taken.add(each == '1');
                    }
                    return taken;
                });
    }

    @Override
    public Future<Void> put(ChunkId chunk, String writer, byte[] content, Duration ttl) {
        byte[] key = RedisKeys.measures(chunk);
        return Failures.ofReading(
                        link,
                        () -> link.aside(
                                key,
                                redis -> redis.hset(key, RedisKeys.bytes(writer), content)
                                        .thenCompose(done -> redis.pexpire(key, ttl.toMillis()))))
                .mapEmpty();
    }

    @Override
    public Future<List<byte[]>> read(List<ChunkId> chunks) {
        List<Future<Map<byte[], byte[]>>> all = new ArrayList<>(chunks.size());
        for (ChunkId chunk : chunks) {
            byte[] key = RedisKeys.measures(chunk);
            all.add(Failures.ofReading(link, () -> link.read(key, redis -> redis.hgetall(key))));
        }
        return Future.all(all).map(done -> {
            List<byte[]> contents = new ArrayList<>();
            all.forEach(each -> contents.addAll(each.result().values()));
            return contents;
        });
    }

    @Override
    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // only handed on
    public Future<Void> used(EnvironmentId environment, Use use, Map<String, Instant> flags) {
        if (flags.isEmpty()) {
            return Future.succeededFuture();
        }
        byte[] key = key(environment, use);
        Map<byte[], byte[]> fields = new HashMap<>();
        flags.forEach((flag, at) ->
                fields.put(RedisKeys.bytes(flag), RedisKeys.bytes(Long.toString(at.getEpochSecond() / 60))));
        byte[] first =
                RedisKeys.bytes(Long.toString(Collections.min(flags.values()).getEpochSecond() / 60));
        return Failures.ofReading(
                        link,
                        () -> link.aside(
                                key,
                                redis -> redis.hsetnx(key, SINCE, first)
                                        .thenCompose(known -> redis.hset(key, fields))
                                        .thenCompose(done -> redis.pexpire(key, USE_KEPT.toMillis()))))
                .mapEmpty();
    }

    @Override
    public Future<Uses> used(EnvironmentId environment, Use use) {
        byte[] key = key(environment, use);
        return Failures.ofReading(link, () -> link.read(key, redis -> redis.hgetall(key)))
                .map(fields -> {
                    Map<String, Instant> used = new HashMap<>();
                    fields.forEach((flag, minute) ->
                            used.put(Reply.text(flag), Instant.ofEpochSecond(60 * Long.parseLong(Reply.text(minute)))));
                    Instant since = used.remove(Reply.text(SINCE));
                    return Uses.of(used, since);
                });
    }

    @Override
    public Future<Void> forgetUses(EnvironmentId environment, Use use, Instant before) {
        byte[] key = key(environment, use);
        return Failures.ofReading(link, () -> link.read(key, redis -> redis.hgetall(key)))
                .compose(fields -> {
                    byte[][] old = fields.entrySet().stream()
                            .filter(field -> field.getKey().length > SINCE.length)
                            .filter(field ->
                                    Long.parseLong(Reply.text(field.getValue())) < before.getEpochSecond() / 60)
                            .map(Map.Entry::getKey)
                            .limit(MOST_FORGOTTEN)
                            .toArray(byte[][]::new);
                    return old.length == 0
                            ? Future.succeededFuture()
                            : Failures.ofReading(link, () -> link.aside(key, redis -> redis.hdel(key, old)))
                                    .mapEmpty();
                });
    }

    private static byte[] key(EnvironmentId environment, Use use) {
        return RedisKeys.reports(
                environment,
                switch (use) {
                    case EVALUATED -> "evaluated";
                    case DECLARED -> "declared";
                    case SERVED -> "served";
                    case BY_APPLICATION -> "byApplication";
                });
    }
}
