package dev.sluice.server.store.redis;

import io.lettuce.core.SetArgs;
import io.vertx.core.Future;

/** Keeps nodes with different secrets off one store: they could not verify each other's keys, tokens and sessions. */
public final class SecretFingerprint {

    private SecretFingerprint() {}

    /** Leaves the fingerprint if there is none; true if the stored one is this. */
    public static Future<Boolean> agree(RedisLink link, String fingerprint) {
        byte[] mine = RedisKeys.bytes(fingerprint);
        return Failures.ofReading(
                        link,
                        () -> link.aside(
                                RedisKeys.SECRET_FINGERPRINT, redis -> redis.get(RedisKeys.SECRET_FINGERPRINT)))
                .compose(stored -> stored != null
                        ? Future.succeededFuture(stored)
                        : Failures.ofReading(
                                        link,
                                        () -> link.aside(
                                                RedisKeys.SECRET_FINGERPRINT,
                                                redis -> redis.set(
                                                        RedisKeys.SECRET_FINGERPRINT, mine, SetArgs.Builder.nx())))
                                .compose(set -> Failures.ofReading(
                                        link,
                                        () -> link.aside(
                                                RedisKeys.SECRET_FINGERPRINT,
                                                redis -> redis.get(RedisKeys.SECRET_FINGERPRINT)))))
                .map(stored -> stored != null && Reply.text(stored).equals(fingerprint));
    }
}
