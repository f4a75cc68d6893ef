package dev.sluice.server.store.redis;

import dev.sluice.server.store.CallersContext;
import dev.sluice.server.store.Ephemera;
import io.lettuce.core.SetArgs;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Expiring values in Redis. Thread-safe. */
public final class RedisEphemera implements Ephemera {

    private final RedisLink link;

    /** Over a link that the caller owns. */
    public RedisEphemera(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<Void> put(String digest, byte[] value, Duration ttl) {
        return CallersContext.of(Failures.ofReading(
                        link,
                        () -> link.commands()
                                .set(RedisKeys.ephemeral(digest), value, SetArgs.Builder.px(ttl.toMillis())))
                .mapEmpty());
    }

    @Override
    public Future<Optional<byte[]>> get(String digest) {
        return CallersContext.of(Failures.ofReading(link, () -> link.commands().get(RedisKeys.ephemeral(digest)))
                .map(Optional::ofNullable));
    }

    @Override
    public Future<Optional<byte[]>> take(String digest) {
        return CallersContext.of(Failures.ofReading(link, () -> link.commands().getdel(RedisKeys.ephemeral(digest)))
                .map(Optional::ofNullable));
    }

    @Override
    public Future<Void> remove(String digest) {
        return CallersContext.of(Failures.ofReading(link, () -> link.commands().del(RedisKeys.ephemeral(digest)))
                .mapEmpty());
    }
}
