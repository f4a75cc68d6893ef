package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Reason;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeFlagsTest {

    private static final Context SHOPPER = Context.of("user-42");
    private static final Context OTHER = Context.of("user-43");
    private static final ObjectMapper JSON = new ObjectMapper();

    private FakeFlags flags = FakeFlags.start();

    @AfterEach
    void close() {
        flags.close();
    }

    @Test
    void aClientWithoutFlagsIsReadyAndGivesDefaults() {
        FlagClient client = flags.client();

        assertThat(client.status()).isEqualTo(ClientStatus.READY);
        assertThat(client.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(client.isOn("new-checkout", SHOPPER, true)).isTrue();
    }

    @Test
    void aReadRightAfterASetSeesIt() {
        FlagClient client = flags.client();

        for (int i = 0; i < 50; i++) {
            boolean on = i % 2 == 0;
            flags.set("new-checkout", on);
            assertThat(client.isOn("new-checkout", SHOPPER)).isEqualTo(on);
        }
    }

    @Test
    void everyTypeCanBeSet() throws Exception {
        flags.set("new-checkout", true)
                .set("banner-text", "festive")
                .set("page-size", 25)
                .set("free-shipping-from", 49.5)
                .set("limits", JSON.readTree("{\"perDay\": 3, \"list\": [1, null, 0.5]}"));

        FlagClient client = flags.client();
        assertThat(client.isOn("new-checkout", SHOPPER)).isTrue();
        assertThat(client.string("banner-text", SHOPPER, "plain")).isEqualTo("festive");
        assertThat(client.integer("page-size", SHOPPER, 10)).isEqualTo(25);
        assertThat(client.decimal("free-shipping-from", SHOPPER, 0)).isEqualTo(49.5);
        JsonNode limits = client.json("limits", SHOPPER, JSON.createObjectNode());
        assertThat(limits.path("perDay").asInt()).isEqualTo(3);
        assertThat(limits.path("list").path(2).asDouble()).isEqualTo(0.5);
    }

    @Test
    void oneUserCanGetAnotherValueThanEveryoneElse() {
        flags.set("new-checkout", false).setFor("new-checkout", "user-42", true);
        flags.set("page-size", 25).setFor("page-size", "user-42", 50).setFor("page-size", "user-44", 25);

        assertThat(flags.client().isOn("new-checkout", SHOPPER)).isTrue();
        assertThat(flags.client().decide("new-checkout", SHOPPER).reason()).isEqualTo(Reason.TARGETING_MATCH);
        assertThat(flags.client().isOn("new-checkout", OTHER)).isFalse();
        assertThat(flags.client().integer("page-size", SHOPPER, 0)).isEqualTo(50);
        assertThat(flags.client().integer("page-size", OTHER, 0)).isEqualTo(25);
    }

    @Test
    void raisingAPercentageKeepsEveryoneIn() {
        flags.setPercentage("new-checkout", 20);
        List<String> in = whoIsIn();
        flags.setPercentage("new-checkout", 60);

        assertThat(in).hasSizeBetween(120, 280);
        assertThat(whoIsIn()).containsAll(in).hasSizeBetween(500, 700);
        assertThat(flags.client().decide("new-checkout", SHOPPER).reason()).isEqualTo(Reason.SPLIT);
    }

    private List<String> whoIsIn() {
        List<String> in = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            if (flags.client().isOn("new-checkout", Context.of("user-" + i))) {
                in.add("user-" + i);
            }
        }
        return in;
    }

    @Test
    void aDisabledFlagIsOffForEveryone() {
        flags.set("new-checkout", true).setFor("new-checkout", "user-42", true).disable("new-checkout");

        assertThat(flags.client().decide("new-checkout", SHOPPER).reason()).isEqualTo(Reason.DISABLED);
        assertThat(flags.client().isOn("new-checkout", SHOPPER)).isFalse();
    }

    @Test
    void aWholeRecordIsEvaluatedByTheRealEngine() {
        flags.setRecord("new-checkout", """
                {"key": "new-checkout", "type": "boolean", "version": 17, "enabled": true,
                 "variations": {"on": true, "off": false}, "offVariation": "off",
                 "rules": [{"id": "gold", "when": [{"attribute": "plan", "op": "in", "values": ["gold"]}],
                            "serve": {"variation": "on"}}],
                 "fallthrough": {"variation": "off"}}
                """);

        Context gold = Context.builder("user-42").set("plan", "gold").build();
        assertThat(flags.client().decide("new-checkout", gold).place()).isEqualTo("gold");
        assertThat(flags.client().isOn("new-checkout", SHOPPER)).isFalse();
    }

    @Test
    void aBrokenFlagIsAParseErrorAndHarmsNoOther() {
        flags.set("new-checkout", true).set("banner-text", "festive");
        FlagClient client = flags.client();

        flags.breakFlag("new-checkout");

        assertThat(client.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(client.string("banner-text", SHOPPER, "plain")).isEqualTo("festive");
    }

    @Test
    void aRemovedFlagIsUnknown() {
        flags.set("new-checkout", true);
        FlagClient client = flags.client();

        flags.remove("new-checkout").remove("never-there");

        assertThat(client.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void withoutContactTheLastKnownFlagsDecideAndWhatWasSetMeanwhileComesWithIt() {
        flags.set("new-checkout", true);
        FlagClient client = flags.client();

        flags.loseContact().set("new-checkout", false);
        await().until(() -> client.status() == ClientStatus.STALE);
        assertThat(client.isOn("new-checkout", SHOPPER)).isTrue();

        flags.regainContact();
        assertThat(client.isOn("new-checkout", SHOPPER)).isFalse();
        await().until(() -> client.status() == ClientStatus.READY);
    }

    @Test
    void aClientThatStartsWithoutContactGivesDefaultsUntilThereIsSome() {
        flags.close();
        flags = FakeFlags.startWithoutContact().set("new-checkout", true);
        FlagClient client = flags.client();

        assertThat(client.status()).isEqualTo(ClientStatus.INITIALIZING);
        assertThat(client.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);

        flags.regainContact();
        await().until(() -> client.isOn("new-checkout", SHOPPER));
    }

    @Test
    void aRefusedKeyIsAnErrorAndTheLastKnownFlagsDecide() {
        flags.set("new-checkout", true);
        FlagClient client = flags.client();

        flags.refuseKey();

        await().until(() -> client.status() == ClientStatus.ERROR);
        assertThat(client.isOn("new-checkout", SHOPPER)).isTrue();
    }

    @Test
    void aClientThatTheApplicationMakesForItselfFollowsToo() {
        flags.set("new-checkout", true);

        try (FlagClient own = FlagClient.connect(
                FlagClientOptions.builder(flags.uri(), flags.sdkKey()).build())) {
            assertThat(own.isOn("new-checkout", SHOPPER)).isTrue();
            flags.set("new-checkout", false);
            assertThat(own.isOn("new-checkout", SHOPPER)).isFalse();
        }
    }

    @Test
    void anotherKeyIsRefused() {
        try (FlagClient stranger = FlagClient.connect(
                FlagClientOptions.builder(flags.uri(), "another-key").build())) {
            assertThat(stranger.status()).isEqualTo(ClientStatus.ERROR);
        }
    }

    @Test
    void listenersHearOfAChange() {
        flags.set("new-checkout", false);
        List<Object> heard = new CopyOnWriteArrayList<>();
        flags.client()
                .onFlag(
                        "new-checkout",
                        SHOPPER,
                        change -> heard.add(change.after().value()));

        flags.set("new-checkout", true);

        await().until(() -> heard.equals(List.of(true)));
    }

    @Test
    void whatWasDecidedAndTrackedIsReported() {
        flags.set("new-checkout", true);
        FlagClient client = flags.client();

        client.isOn("new-checkout", SHOPPER);
        client.guarded("new-checkout", SHOPPER).run(() -> "new", () -> "old");
        client.track("order-value", SHOPPER, 59.90);

        await().untilAsserted(() -> {
            assertThat(sum("evaluations", "count")).isEqualTo(2);
            assertThat(sum("outcomes", "successes")).isEqualTo(1);
            assertThat(sum("metrics", "sum")).isEqualTo(59.90);
        });
    }

    private double sum(String rows, String field) {
        double sum = 0;
        for (JsonNode window : flags.reports()) {
            for (JsonNode row : window.path(rows)) {
                sum += row.path(field).asDouble();
            }
        }
        return sum;
    }

    @Test
    void aResetLeavesNoFlagAndRegainsContact() {
        FlagClient client = flags.set("new-checkout", true).client();

        flags.loseContact().reset();

        assertThat(client.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        await().until(() -> client.status() == ClientStatus.READY);
        assertThatThrownBy(() -> flags.setFor("new-checkout", "user-42", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'new-checkout'");
    }

    @Test
    void whatCannotBeAFlagIsRefusedByName() {
        assertThatThrownBy(() -> flags.set("a key", true)).hasMessageContaining("\"a key\"");
        assertThatThrownBy(() -> flags.setPercentage("new-checkout", 101)).hasMessageContaining("101");
        assertThatThrownBy(() -> flags.setRecord("new-checkout", "{")).isInstanceOf(IllegalArgumentException.class);
        flags.set("page-size", 25);
        assertThatThrownBy(() -> flags.setFor("page-size", "user-42", "many")).hasMessageContaining("many");
        assertThat(flags.client().integer("page-size", SHOPPER, 0)).isEqualTo(25);
    }

    @Test
    void afterCloseNothingOfItIsLeft() {
        FlagClient client = flags.client();
        int port = flags.uri().getPort();

        flags.close();
        flags.close();

        assertThat(client.status()).isEqualTo(ClientStatus.CLOSED);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("fake-flags")));
        assertThatThrownBy(() -> new java.net.Socket(flags.uri().getHost(), port).close())
                .isInstanceOf(java.net.ConnectException.class);
    }
}
