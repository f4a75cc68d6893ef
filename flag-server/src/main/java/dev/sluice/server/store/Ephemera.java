package dev.sluice.server.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Small things that expire by themselves: sessions, one-time links. Keyed by a digest, so that a reader of the store learns no token.
 * Fails with {@link StoreUnavailableException} while the store is away.
 */
public interface Ephemera {

    /** Stores or replaces a value for a time. */
    Future<Void> put(String digest, byte[] value, Duration ttl);

    /** Stores a value for a time unless there is one; gives the one that is there, empty if there was none. */
    Future<Optional<byte[]>> putIfAbsent(String digest, byte[] value, Duration ttl);

    /** Replaces a value, for a time, if there still is one; gives whether there was. */
    Future<Boolean> replace(String digest, byte[] value, Duration ttl);

    /** Lets a value live for another time if it still is this one; gives whether it was. */
    Future<Boolean> renew(String digest, byte[] value, Duration ttl);

    /** The value, if it is there and has not expired. */
    Future<Optional<byte[]>> get(String digest);

    /** Reads and removes in one step: of several callers exactly one gets it. */
    Future<Optional<byte[]>> take(String digest);

    /** Removes; nothing to remove is fine. */
    Future<Void> remove(String digest);

    /** Removes a value if it still is this one; another one, or none, stays as it is. */
    Future<Void> remove(String digest, byte[] value);
}
