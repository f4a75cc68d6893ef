package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.RedisProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis has another history of one project than the node; of the other one it has the same. */
@Proves("F42")
final class DivergedTest {

    private static final String STATE = "{sluice:demo}:env:production:state";

    @TempDir
    Path folder;

    @Test
    void aForkOfOneProjectIsSaidOnItsStreamsAndAnsweredByNameAndOtherProjectsGoOn() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            server.act("POST", "/api/v1/projects", "{\"key\":\"other\",\"name\":\"Other\"}");
            server.act("POST", "/api/v1/projects/other/flags", "{\"key\":\"f\",\"type\":\"boolean\"}");
            HttpResponse<String> key =
                    server.act("POST", "/api/v1/projects/other/keys", "{\"environment\":\"production\"}");
            assertThat(key.statusCode()).as(key.body()).isEqualTo(201);
            List<String> forked = server.stream(OneServer.KEY);
            List<String> whole = server.stream(
                    new ObjectMapper().readTree(key.body()).path("key").asText());
            await().until(() -> forked.contains("event: hello") && whole.contains("event: hello"));
            String state = server.state();
            String epoch = redis.askText("HGET", STATE, "epoch");

            redis.ask("HSET", STATE, "epoch", "1.other");
            redis.ask("PUBLISH", "sluice:feed", "somebody demo");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.storeState().equals("DIVERGED"));
            HttpResponse<String> refused = server.api("POST", OneServer.FLAG + "/on");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:sluice:problem:store-diverged", "histories");
            assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
            await().atMost(Duration.ofSeconds(20)).until(() -> forked.contains("event: stale"));
            assertThat(server.state()).isEqualTo(state);
            assertThat(server.act("POST", "/api/v1/projects/other/flags/f/environments/production/on")
                            .statusCode())
                    .isEqualTo(200);
            await().until(() -> whole.contains("event: delta"));
            assertThat(whole).doesNotContain("event: stale");

            redis.ask("HSET", STATE, "epoch", epoch);
            redis.ask("PUBLISH", "sluice:feed", "somebody demo");

            await().atMost(Duration.ofSeconds(20)).until(() -> forked.contains("event: fresh"));
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
        }
    }
}
