package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Rule;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.ScriptedServer;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of places comes by itself, when a rule needs it. */
class GeographyTest {

    private static final Context IN_HOLLAND =
            Context.builder("user-1").ip("91.198.174.192").build();
    private static final Context IN_AMERICA =
            Context.builder("user-1").ip("8.8.8.8").build();

    @Test
    void theDatabaseIsFetchedWhenARuleNeedsItAndNotBefore() throws Exception {
        byte[] database = database();
        World world = new World();
        world.set(World.bool("new-checkout", true));
        StubServer.Behaviour usual = Clients.behaviour(world);
        try (StubServer server = new StubServer((call, reply) -> {
                    if (call.path().equals("/sdk/v1/geo")) {
                        reply.send(200, Map.of("ETag", "\"geo-1\""), database);
                    } else {
                        usual.answer(call, reply);
                    }
                });
                FlagClient flags = Clients.open(server.uri())) {
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            assertThat(server.calls("/sdk/v1/geo")).isEmpty();

            server.firstStream().event("delta", World.encoded(world.set(hollandOnly())));
            await().until(() -> flags.isOn("holland", IN_HOLLAND));

            assertThat(flags.isOn("holland", IN_AMERICA)).isFalse();
            assertThat(flags.geoMissing()).isFalse();
            assertThat(server.calls("/sdk/v1/geo")).hasSize(1);
            await().until(() -> server.calls("/sdk/v1/ack").stream()
                    .anyMatch(ack -> ack.body().contains("\"geo\":\"ready\"")));
        }
    }

    @Test
    void aMissingDatabaseIsSaidOnceAndTriedAgainUntilItIsThere() throws Exception {
        byte[] database = database();
        Following following = new Following();
        following.world.set(hollandOnly());
        following.healthyServer();
        try (Log log = Log.of("dev.sluice.sdk")) {
            following.follower.start();
            following.passInHealth(Duration.ofMinutes(9));
            assertThat(following.follower.geoMissing()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("geographic database"))
                    .hasSize(1);

            following.server.onRequest(request -> request.path().equals("/sdk/v1/geo")
                    ? new ScriptedServer.Answer(200, Map.of("ETag", "\"geo-1\""), database)
                    : ScriptedServer.Answer.of(204));
            following.passInHealth(Duration.ofMinutes(6));
        }

        assertThat(following.follower.geoMissing()).isFalse();
        assertThat(Reads.decide(following.follower.live(), "holland", IN_HOLLAND, following.unanswered)
                        .booleanValue(false))
                .isTrue();
        long asked = geoRequests(following);
        following.passInHealth(Duration.ofHours(25));
        assertThat(geoRequests(following)).isEqualTo(asked + 1);
        assertThat(following.server.asked.stream()
                        .filter(request -> request.path().equals("/sdk/v1/geo"))
                        .reduce((first, last) -> last)
                        .orElseThrow()
                        .headers())
                .containsEntry("If-None-Match", "\"geo-1\"");
    }

    @Test
    void aDamagedDatabaseIsNotUsedAndHarmsNothing() {
        Following following = new Following();
        following.world.set(hollandOnly(), World.bool("new-checkout", true));
        following.healthyServer();
        following.server.onRequest(request -> new ScriptedServer.Answer(200, Map.of(), "no database".getBytes()));

        following.follower.start();
        following.pass(Duration.ofSeconds(1));

        assertThat(following.follower.geoMissing()).isTrue();
        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void aDatabaseFromAFileNeedsNoServerAndOneThatIsNotThereHarmsNothing(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("country.mmdb"), database());
        World world = new World();
        world.set(hollandOnly());
        try (StubServer server = Clients.serving(world)) {
            try (FlagClient flags = open(server, GeoOption.file(file))) {
                assertThat(flags.isOn("holland", IN_HOLLAND)).isTrue();
                assertThat(flags.geoMissing()).isFalse();
                awaitStanding(server, "ready");
            }
            try (FlagClient flags = open(server, GeoOption.file(folder.resolve("nowhere.mmdb")))) {
                assertThat(flags.isOn("holland", IN_HOLLAND)).isFalse();
                assertThat(flags.geoMissing()).isTrue();
                awaitStanding(server, "missing");
            }
            try (FlagClient flags = open(server, GeoOption.off())) {
                assertThat(flags.isOn("holland", IN_HOLLAND)).isFalse();
                assertThat(flags.geoMissing()).isTrue();
                assertThat(flags.isOn(
                                "holland",
                                Context.builder("user-1")
                                        .set("geo.country", "NL")
                                        .build()))
                        .isTrue();
            }
            assertThat(server.calls("/sdk/v1/geo")).isEmpty();
        }
    }

    private static void awaitStanding(StubServer server, String standing) {
        await().until(() -> server.calls("/sdk/v1/ack").stream()
                .anyMatch(ack -> ack.body().contains("\"geo\":\"" + standing + "\"")));
    }

    @Test
    void aDatabaseThatNoRuleNeedsIsNotMissing() {
        Following following = new Following().ready();
        assertThat(following.follower.geoMissing()).isFalse();

        following.server.stream().event("delta", World.encoded(following.world.set(hollandOnly())));
        assertThat(following.follower.geoMissing()).isTrue();

        following.server.stream().event("delta", World.encoded(following.world.remove("holland")));
        assertThat(following.follower.geoMissing()).isFalse();
    }

    private static FlagClient open(StubServer server, GeoOption geo) throws Exception {
        FlagClient flags = FlagClient.connectAsync(
                FlagClientOptions.builder(server.uri(), Clients.KEY).geo(geo).build(),
                new Connections(),
                Clients.parts(new Properties()));
        flags.whenSettled().get(10, TimeUnit.SECONDS);
        return flags;
    }

    private static long geoRequests(Following following) {
        return following.server.asked.stream()
                .filter(request -> request.path().equals("/sdk/v1/geo"))
                .count();
    }

    private static Flag hollandOnly() {
        Flag off = World.bool("holland", false);
        Rule rule = new Rule("nl", List.of(Clause.of("geo.country", Operator.IN, "NL")), new Fixed("on"));
        return Flag.of(off.core(), List.of(), List.of(), List.of(rule), new Fixed("off"), null);
    }

    private static byte[] database() throws Exception {
        try (InputStream in = GeographyTest.class.getResourceAsStream("/GeoLite2-Country.mmdb")) {
            return in.readAllBytes();
        }
    }
}
