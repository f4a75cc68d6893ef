package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.EventId;
import dev.sluice.proof.Proves;
import dev.sluice.server.store.redis.RedisProcess;
import dev.sluice.server.store.redis.SentinelSet;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that wait for no replica are acknowledged and then lost by a failover. It is made good or said, never silent. */
@Tag("slow")
@Proves("F42")
final class LossyFailoverTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private SentinelSet set;

    @BeforeEach
    void startRedis() {
        set = SentinelSet.start(folder.resolve("set"), Duration.ofSeconds(1));
    }

    @AfterEach
    void stopRedis() {
        set.close();
    }

    private OneServer start(String name) throws Exception {
        Map<String, String> settings = new HashMap<>(OneServer.on(set.url()));
        settings.put("SLUICE_REDIS_WAIT", "1");
        return OneServer.start(folder.resolve(name), settings);
    }

    /**
     * The replicas stand still meanwhile, and the master has no connection to them whose bytes they could read later; then the master
     * dies.
     */
    private void lose(Act act) throws Exception {
        RedisProcess master = set.master();
        List<RedisProcess> replicas =
                set.redis().stream().filter(each -> each != master).toList();
        replicas.forEach(RedisProcess::stop);
        master.ask("CLIENT", "KILL", "TYPE", "replica");
        act.run();
        master.kill();
        replicas.forEach(RedisProcess::goOn);
        await("another master").atMost(SOON).until(() -> set.master() != master);
    }

    private interface Act {
        void run() throws Exception;
    }

    @Test
    void aNodeThatStillKnowsWritesItBackAndNoStreamGoesBack() throws Exception {
        try (OneServer server = start("a")) {
            List<String> stream = server.stream(OneServer.KEY);
            await().until(() -> stream.contains("event: snapshot"));
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);

            lose(() -> {
                assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode())
                        .isEqualTo(200);
                assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode())
                        .isEqualTo(200);
            });
            String acknowledged = server.state();

            await().atMost(SOON).until(() -> server.storeState().equals("CONNECTED"));
            await().atMost(SOON).until(() -> audit(server).contains("store.replay"));
            assertThat(server.state()).isEqualTo(acknowledged);
            await().atMost(SOON)
                    .until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
            try (OneServer fresh = start("b")) {
                assertThat(fresh.state()).isEqualTo(server.state());
                assertThat(fresh.enabled()).isFalse();
            }
            long last = Long.parseLong(server.state().split(":")[1]);
            await("revision " + last).atMost(SOON).until(() -> revisions(stream).contains(last));
            assertThat(revisions(stream)).isSorted();
        }
    }

    @Test
    void whereSomebodyWroteMeanwhileTheNodeThatStillKnowsSaysSoAndGoesBackForNobody() throws Exception {
        String[] acknowledged = new String[1];
        try (OneServer server = start("a")) {
            assertThat(server.act("POST", OneServer.FLAG + "/on").statusCode()).isEqualTo(200);
            lose(() -> {
                assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode())
                        .isEqualTo(200);
                acknowledged[0] = server.state();
                server.close();
            });
        }
        try (OneServer other = start("b")) {
            String another = "{\"variation\":\"on\",\"percentage\":10}";
            await().atMost(SOON)
                    .until(() -> other.api("PUT", OneServer.FLAG + "/percentage", another)
                                    .statusCode()
                            == 200);

            try (OneServer server = start("a")) {
                await().atMost(SOON).until(() -> server.storeState().equals("DIVERGED"));
                assertThat(server.state()).isEqualTo(acknowledged[0]);
                HttpResponse<String> refused = server.api("POST", OneServer.FLAG + "/on");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("store-diverged");
                assertThat(server.dependencies().path("redis").path("detail").asText())
                        .contains("different histories");
            }
        }
    }

    private static String audit(OneServer server) throws Exception {
        return server.api("GET", "/api/v1/projects/demo/audit").body();
    }

    private static List<Long> revisions(List<String> stream) {
        return stream.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> EventId.parse(line.substring(4)).revision())
                .toList();
    }
}
