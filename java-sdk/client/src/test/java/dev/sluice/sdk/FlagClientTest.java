package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Reason;
import dev.sluice.engine.ValueType;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client as an application meets it, before a real server on loopback. */
class FlagClientTest {

    private static final Context SHOPPER = Context.of("user-42");
    private static final Duration A_SECOND_OF_A_BUSY_MACHINE = Duration.ofSeconds(10);

    record Limits(int perDay, String currency) {}

    private final World world = new World();
    private StubServer server;
    private FlagClient flags;

    @BeforeEach
    void connect() throws Exception {
        world.set(
                World.bool("new-checkout", true),
                World.fixed("banner-text", ValueType.STRING, "festive"),
                World.fixed("page-size", ValueType.INTEGER, 25L),
                World.fixed("free-shipping-from", ValueType.DOUBLE, 49.5),
                World.fixed("limits", ValueType.JSON, Map.of("perDay", 3L, "currency", "EUR", "new", true)));
        server = Clients.serving(world);
        flags = Clients.open(server.uri());
        flags.whenSettled().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        flags.close();
        server.close();
    }

    @Test
    void aDecisionOfARequiredTypeSaysSoWhenTheFlagIsOfAnother() {
        assertThat(flags.decide("page-size", ValueType.INTEGER, SHOPPER).value())
                .isEqualTo(25L);
        assertThat(flags.decide("page-size", ValueType.STRING, SHOPPER).errorCode())
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void everyTypeIsReadByItsName() {
        assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
        assertThat(flags.string("banner-text", SHOPPER, "plain")).isEqualTo("festive");
        assertThat(flags.integer("page-size", SHOPPER, 10)).isEqualTo(25);
        assertThat(flags.decimal("free-shipping-from", SHOPPER, 100)).isEqualTo(49.5);
        assertThat(flags.json("limits", SHOPPER, NullNode.instance)
                        .path("perDay")
                        .asInt())
                .isEqualTo(3);
        assertThat(flags.json("limits", SHOPPER, Limits.class, new Limits(0, "")))
                .isEqualTo(new Limits(3, "EUR"));
    }

    @Test
    void declaredFlagsBringTheirDefault() {
        assertThat(flags.isOn(BooleanFlag.of("new-checkout", false), SHOPPER)).isTrue();
        assertThat(flags.isOn(BooleanFlag.of("missing", true), SHOPPER)).isTrue();
        assertThat(flags.string(StringFlag.of("missing", "plain"), SHOPPER)).isEqualTo("plain");
        assertThat(flags.integer(IntegerFlag.of("missing", 7), SHOPPER)).isEqualTo(7);
        assertThat(flags.decimal(DecimalFlag.of("missing", 0.5), SHOPPER)).isEqualTo(0.5);
        assertThat(flags.json(JsonFlag.of("missing", Limits.class, new Limits(1, "USD")), SHOPPER))
                .isEqualTo(new Limits(1, "USD"));
        assertThatThrownBy(() -> BooleanFlag.of(" ", true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeDecidedIsTheDefaultWithAnErrorCodeAndNeverAnException() {
        JsonNode otherwise = IntNode.valueOf(1);

        assertThat(flags.isOn("missing", SHOPPER)).isFalse();
        assertThat(flags.isOn("missing", SHOPPER, true)).isTrue();
        assertThat(flags.decide("missing", SHOPPER).errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(flags.isOn("banner-text", SHOPPER, true)).isTrue();
        assertThat(flags.integer("free-shipping-from", SHOPPER, 3)).isEqualTo(3);
        assertThat(flags.json("new-checkout", SHOPPER, otherwise)).isSameAs(otherwise);
        assertThat(flags.json("limits", SHOPPER, Integer.class, 9)).isEqualTo(9);
        assertThat(flags.isOn("new-checkout", null, true)).isTrue();
        assertThat(flags.decide("new-checkout", null).errorCode()).isEqualTo(ErrorCode.INVALID_CONTEXT);
        assertThat(flags.view(null).string("banner-text", "plain")).isEqualTo("plain");
    }

    @Test
    void aNullKeyIsAProgrammersMistake() {
        assertThatThrownBy(() -> flags.isOn((String) null, SHOPPER)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aDecisionTellsWhy() {
        assertThat(flags.decide("new-checkout", SHOPPER)).satisfies(decision -> {
            assertThat(decision.value()).isEqualTo(true);
            assertThat(decision.variation()).isEqualTo("on");
            assertThat(decision.reason()).isEqualTo(Reason.STATIC);
            assertThat(decision.flagVersion()).isEqualTo(1);
            assertThat(decision.errorCode()).isNull();
        });
    }

    @Test
    void aViewKeepsItsStateWhileTheClientGoesOn() throws Exception {
        FlagView view = flags.view(SHOPPER);

        push(World.bool("new-checkout", false), World.fixed("banner-text", ValueType.STRING, "plain"));
        await().until(() -> !flags.isOn("new-checkout", SHOPPER));

        assertThat(view.isOn("new-checkout")).isTrue();
        assertThat(view.isOn(BooleanFlag.of("new-checkout", false))).isTrue();
        assertThat(view.string("banner-text", "")).isEqualTo("festive");
        assertThat(view.decide("new-checkout").variation()).isEqualTo("on");
        assertThat(view.state()).isNotEqualTo(flags.state().orElseThrow());
        assertThat(flags.view(SHOPPER).isOn("new-checkout")).isFalse();
    }

    @Test
    void theClientSaysWhereItIsAndHowWell() {
        assertThat(flags.status()).isEqualTo(ClientStatus.READY);
        assertThat(flags.environment()).contains(new Environment("demo", "test"));
        assertThat(flags.state()).contains(world.id());
        assertThat(flags.dataAge().orElseThrow()).isLessThan(Duration.ofSeconds(10));
        assertThat(flags.geoMissing()).isFalse();
        assertThat(flags.toString()).contains("READY").doesNotContain(Clients.KEY);
    }

    @Test
    void everyCallCarriesKeyAndNames() throws Exception {
        await().until(() -> !server.calls("/sdk/v1/ack").isEmpty());

        for (StubServer.Call call : List.of(
                server.calls("/sdk/v1/stream").get(0),
                server.calls("/sdk/v1/ack").get(0))) {
            assertThat(call.header("Authorization")).isEqualTo("Bearer " + Clients.KEY);
            assertThat(call.header("Sluice-Instance")).isEqualTo(Connection.INSTANCE.name());
            assertThat(call.header("Sluice-Application")).isEqualTo("test/1");
            assertThat(call.header("Sluice-Sdk")).matches("java/\\d+\\.\\d+\\.\\d+.*");
        }
    }

    @Test
    void listenersHearStatusRevisionAndTheFlagTheyAskedFor() throws Exception {
        List<Object> heard = new CopyOnWriteArrayList<>();
        Subscription gone = flags.onRevision(change -> heard.add("must not be heard"));
        gone.close();
        flags.onRevision(heard::add);
        flags.onFlag("new-checkout", SHOPPER, heard::add);
        flags.onFlag("banner-text", SHOPPER, heard::add);
        flags.onRevision(change -> {
            throw new IllegalStateException("a listener of the application's");
        });
        var before = world.id();

        push(World.bool("new-checkout", false));
        await().until(() -> heard.size() >= 2);

        assertThat(heard.get(0)).isEqualTo(new RevisionChange(before, world.id()));
        assertThat(heard.get(1)).isInstanceOfSatisfying(FlagChange.class, change -> {
            assertThat(change.flag()).isEqualTo("new-checkout");
            assertThat(change.before().variation()).isEqualTo("on");
            assertThat(change.after().variation()).isEqualTo("off");
        });

        heard.clear();
        flags.onStatus(heard::add);
        server.hangUp();
        await().until(() -> heard.size() >= 2);
        assertThat(heard)
                .startsWith(
                        new StatusChange(ClientStatus.READY, ClientStatus.STALE),
                        new StatusChange(ClientStatus.STALE, ClientStatus.READY));
    }

    @Test
    void closingSaysGoodbyeAndKeepsTheAnswers() throws Exception {
        FlagClient closing = Clients.openToClose(server.uri());
        closing.whenSettled().get(10, TimeUnit.SECONDS);
        List<Object> heard = new CopyOnWriteArrayList<>();
        closing.onStatus(heard::add);

        closing.close();
        closing.close();

        assertThat(server.calls("/sdk/v1/goodbye"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"session\":\"s1\"", Connection.INSTANCE.name()));
        assertThat(closing.status()).isEqualTo(ClientStatus.CLOSED);
        assertThat(closing.isOn("new-checkout", SHOPPER)).isTrue();
        await().untilAsserted(() ->
                assertThat(heard).containsExactly(new StatusChange(ClientStatus.READY, ClientStatus.CLOSED)));
    }

    @Test
    void closingIsDoneInASecondThoughTheServerSaysNothing() {
        server.behave((call, reply) -> {});
        long start = System.nanoTime();

        flags.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(A_SECOND_OF_A_BUSY_MACHINE);
    }

    @Test
    void overridesOfThisProcessWinOverTheServer() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("sluice.override.new-checkout", "off");
        properties.setProperty("sluice.override.only-here", "on");
        properties.setProperty("sluice.override.banner-text", "no such variation");

        try (FlagClient overridden = Clients.open(server.uri(), properties)) {
            overridden.whenSettled().get(10, TimeUnit.SECONDS);

            assertThat(overridden.isOn("new-checkout", SHOPPER)).isFalse();
            assertThat(overridden.isOn("only-here", SHOPPER)).isTrue();
            assertThat(overridden.string("banner-text", SHOPPER, "")).isEqualTo("festive");
            assertThat(overridden.state()).contains(world.id());
        }
    }

    private void push(dev.sluice.engine.model.Flag... changed) throws Exception {
        await().until(() -> !server.streams().isEmpty()); // the stub lists a stream after its first events
        synchronized (world) {
            server.streams().get(server.streams().size() - 1).event("delta", World.encoded(world.set(changed)));
        }
    }
}
