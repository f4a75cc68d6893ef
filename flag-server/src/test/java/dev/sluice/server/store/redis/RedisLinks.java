package dev.sluice.server.store.redis;

import static org.awaitility.Awaitility.await;

/** Links that tests need. */
public final class RedisLinks {

    private RedisLinks() {}

    /** A link that is up. */
    public static RedisLink connected(String url) {
        RedisLink link = RedisLink.to(url);
        await().until(link::connected);
        return link;
    }
}
