package dev.sluice.server.store.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Links that tests need. */
public final class RedisLinks {

    private RedisLinks() {}

    /** A link that is up. */
    public static RedisLink connected(String url) {
        return connected(url, WaitPolicy.MAJORITY);
    }

    static RedisLink connected(String url, WaitPolicy wait) {
        RedisLink link = RedisLink.to(url, null, wait, System::nanoTime);
        await().atMost(Duration.ofSeconds(30)).until(link::connected);
        return link;
    }

    /** The answer to a command. */
    static <T> T run(RedisLink link, RedisLink.Call<T> call) {
        return link.aside(RedisKeys.PROJECTS, call).toCompletableFuture().join();
    }
}
