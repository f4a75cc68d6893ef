package dev.sluice.server.store.redis;

import static org.awaitility.Awaitility.await;

import dev.sluice.server.store.Again;
import dev.sluice.server.store.Samples;
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
        try {
            await().atMost(Duration.ofSeconds(30)).until(link::connected);
            return link;
        } catch (RuntimeException never) {
            link.close();
            throw never;
        }
    }

    /** The answer to a command that may be sent twice. */
    static <T> T run(RedisLink link, RedisLink.Call<T> call) {
        return Samples.get(Again.ask(() -> Failures.ofReading(link, () -> link.aside(RedisKeys.PROJECTS, call))));
    }
}
