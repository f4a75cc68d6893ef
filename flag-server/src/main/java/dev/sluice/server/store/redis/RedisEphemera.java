package dev.sluice.server.store.redis;

import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.Ephemera;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Expiring values in Redis. Thread-safe. */
public final class RedisEphemera implements Ephemera {

    private final RedisLink link;
    private final Script renewal = Script.named("ephemeral.lua", ScriptOutputType.INTEGER);

    /** Over a link that the caller owns. */
    public RedisEphemera(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<Void> put(String digest, byte[] value, Duration ttl) {
        return on(digest, (redis, key) -> redis.set(key, value, SetArgs.Builder.px(ttl.toMillis())))
                .mapEmpty();
    }

    @Override
    public Future<Optional<byte[]>> putIfAbsent(String digest, byte[] value, Duration ttl) {
        return on(
                        digest,
                        (redis, key) -> redis.set(
                                        key, value, SetArgs.Builder.nx().px(ttl.toMillis()))
                                .thenCompose(stored -> stored == null
                                        ? redis.get(key)
                                        : CompletableFuture.<byte[]>completedStage(null)))
                .map(Optional::ofNullable);
    }

    @Override
    public Future<Boolean> replace(String digest, byte[] value, Duration ttl) {
        return on(
                        digest,
                        (redis, key) ->
                                redis.set(key, value, SetArgs.Builder.xx().px(ttl.toMillis())))
                .map(Objects::nonNull);
    }

    @Override
    public Future<Boolean> renew(String digest, byte[] value, Duration ttl) {
        byte[][] arguments = {value, RedisKeys.bytes(Long.toString(ttl.toMillis()))};
        return on(digest, (redis, key) -> renewal.<Long>call(redis, new byte[][] {key}, arguments))
                .map(found -> found == 1);
    }

    @Override
    public Future<Optional<byte[]>> get(String digest) {
        return on(digest, RedisAsyncCommands::get).map(Optional::ofNullable);
    }

    @Override
    public Future<Optional<byte[]>> take(String digest) {
        return on(digest, RedisAsyncCommands::getdel).map(Optional::ofNullable);
    }

    @Override
    public Future<Void> remove(String digest) {
        return on(digest, (redis, key) -> redis.del(key)).mapEmpty();
    }

    @Override
    public Future<Void> remove(String digest, byte[] value) {
        return renew(digest, value, Duration.ZERO).mapEmpty();
    }

    private <T> Future<T> on(
            String digest, BiFunction<RedisAsyncCommands<byte[], byte[]>, byte[], CompletionStage<T>> command) {
        byte[] key = RedisKeys.ephemeral(digest);
        return CallersContext.of(Failures.ofReading(link, () -> link.aside(key, redis -> command.apply(redis, key))));
    }
}
