package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.StateId;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TwoNodesTest {
    private static final long SEED = 20261121;
    private static final int CHANGES = 200;
    private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "JP");

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int rules;

    @Test
    void whatIsChangedThroughOneNodeIsDecidedByAnSdkOnTheOther() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"))) {
            Map<String, String> shared = Map.of("SLUICE_REDIS_URL", redis.url(), "SLUICE_SECRET", Demo.SECRET);
            try (ServerProcess a = ServerProcess.start(folder.resolve("a"), Demo.ADMIN, Demo.SDK_KEY, shared);
                    ServerProcess b = ServerProcess.start(folder.resolve("b"), Demo.ADMIN, Demo.SDK_KEY, shared);
                    FlagClient onA = Demo.client(a.uri());
                    FlagClient onB = Demo.client(b.uri())) {
                RestClient rest = new RestClient(a.uri(), Demo.ADMIN);
                for (int i = 0; i < CHANGES; i++) {
                    Change change = randomChange();
                    JsonNode answer = rest.act(change.method(), Demo.PRODUCTION + change.path(), change.body())
                            .expectSuccess();

                    long revision = answer.path("revision").asLong();
                    StateId atB = awaitRevision(onB, revision);
                    assertThat(atB).as("change %s, %s", i, change).isEqualTo(awaitRevision(onA, revision));
                    assertThat(atB.epoch().toString())
                            .isEqualTo(answer.path("epoch").asText());
                    compareDecisions(rest, onB, "change " + i + ", " + change);
                }
            }
        }
    }

    private static StateId awaitRevision(FlagClient flags, long revision) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> flags.state()
                        .filter(state -> state.revision() >= revision)
                        .isPresent());
        return flags.state().orElseThrow();
    }

    /** What node A decides by REST and what the SDK on node B decides must be one thing, for shoppers of several countries. */
    private void compareDecisions(RestClient a, FlagClient onB, String change) throws Exception {
        List<Map<String, Object>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(Map.of(
                    "targetingKey",
                    "shopper-" + random.nextInt(100_000),
                    "attributes",
                    Map.of("geo.country", COUNTRIES.get(i % COUNTRIES.size()))));
        }
        JsonNode results = a.call(
                        "POST",
                        "projects/demo/environments/production/evaluate",
                        Map.of("contexts", asked, "flags", List.of(Demo.FLAG)))
                .expectSuccess()
                .path("results");
        assertThat(results.size()).isEqualTo(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            String shopper = (String) asked.get(i).get("targetingKey");
            Decision decided = onB.decide(
                    Demo.FLAG,
                    Context.builder(shopper)
                            .set("geo.country", COUNTRIES.get(i % COUNTRIES.size()))
                            .build());
            JsonNode expected = results.get(i).path("decisions").path(Demo.FLAG);
            assertThat(decided.variation())
                    .as("%s: %s", change, shopper)
                    .isEqualTo(expected.path("variation").asText());
            assertThat(decided.reason().name())
                    .as("%s: %s", change, shopper)
                    .isEqualTo(expected.path("reason").asText());
            assertThat(decided.flagVersion())
                    .isEqualTo(expected.path("flagVersion").asLong());
        }
    }

    private record Change(String method, String path, Object body) {}

    private Change randomChange() {
        return switch (random.nextInt(5)) {
            case 0 -> new Change("POST", "/on", Map.of());
            case 1 -> new Change("POST", "/off", Map.of());
            case 2 ->
                new Change(
                        "PUT",
                        "/rules/country-" + rules++ + "?position=" + (random.nextBoolean() ? "first" : "last"),
                        Map.of(
                                "when",
                                List.of(Map.of(
                                        "attribute",
                                        "geo.country",
                                        "op",
                                        "in",
                                        "values",
                                        List.of(COUNTRIES.get(random.nextInt(COUNTRIES.size()))))),
                                "serve",
                                random.nextBoolean() ? "on" : "off"));
            default ->
                new Change(
                        "PUT",
                        "/percentage",
                        "{\"variation\":\"on\",\"percentage\":" + random.nextInt(100) + "." + random.nextInt(1000)
                                + (random.nextBoolean() ? ",\"enable\":true}" : "}"));
        };
    }
}
