package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.FlagEvaluationOptions;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.testing.FakeFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Section 1 of the specification: what application code meets. */
class FlagEvaluationTest extends OpenFeatureCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void requirement_1_1_2_2_settingTheProviderInitialisesIt() {
        SluiceProvider own = SluiceProvider.connecting(
                FlagClientOptions.builder(flags.uri(), flags.sdkKey()).build());
        flags.set("new-checkout", true);

        api.setProviderAndWait("own", own);

        assertThat(api.getClient("own").getBooleanValue("new-checkout", false, SHOPPER))
                .isTrue();
    }

    @Test
    void requirement_1_1_2_3_anotherProviderShutsTheFormerOneDown() {
        api.setProviderAndWait(
                "own",
                SluiceProvider.connecting(
                        FlagClientOptions.builder(flags.uri(), flags.sdkKey()).build()));
        flags.set("new-checkout", true);

        api.setProviderAndWait("own", SluiceProvider.of(flags.client()));

        assertThat(api.getClient("own").getBooleanValue("new-checkout", false, SHOPPER))
                .isTrue();
        assertThat(flags.client().status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void requirement_1_1_2_4_settingTheProviderMayWaitUntilItIsReady() {
        api.setProviderAndWait("waited", SluiceProvider.of(flags.client()));

        assertThat(api.getClient("waited").getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void requirement_1_1_3_domainsHaveProvidersOfTheirOwn() {
        try (FakeFlags others = FakeFlags.start()) {
            flags.set("new-checkout", true);
            others.set("new-checkout", false);

            api.setProviderAndWait("others", SluiceProvider.of(others.client()));

            assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isTrue();
            assertThat(api.getClient("others").getBooleanValue("new-checkout", true, SHOPPER))
                    .isFalse();
        }
    }

    @Test
    void requirement_1_1_5_theApiNamesTheProvider() {
        assertThat(api.getProviderMetadata().getName()).isEqualTo("sluice");
    }

    @Test
    void requirement_1_3_1_1_everyTypeOfValueCanBeAsked() throws Exception {
        flags.set("new-checkout", true)
                .set("banner-text", "festive")
                .set("page-size", 25)
                .set("free-shipping-from", 49.5)
                .set("limits", JSON.readTree("{\"perDay\": 3}"));

        assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isTrue();
        assertThat(client.getStringValue("banner-text", "plain", SHOPPER)).isEqualTo("festive");
        assertThat(client.getIntegerValue("page-size", 10, SHOPPER)).isEqualTo(25);
        assertThat(client.getDoubleValue("free-shipping-from", 0.0, SHOPPER)).isEqualTo(49.5);
        assertThat(client.getObjectValue("limits", new Value(), SHOPPER)
                        .asStructure()
                        .getValue("perDay")
                        .asInteger())
                .isEqualTo(3);
    }

    @Test
    void requirement_1_3_3_1_wholeNumbersAndFractionsAreAskedApart() {
        flags.set("page-size", 25).set("budget", 5_000_000_000L).set("free-shipping-from", 49.5);

        assertThat(client.getIntegerValue("page-size", 10, SHOPPER)).isEqualTo(25);
        assertThat(client.getLongValue("page-size", 10L, SHOPPER)).isEqualTo(25L);
        assertThat(client.getLongValue("budget", 10L, SHOPPER)).isEqualTo(5_000_000_000L);
        assertThat(client.getDoubleValue("free-shipping-from", 0.0, SHOPPER)).isEqualTo(49.5);
    }

    @Test
    void requirement_1_3_4_aValueOfAnotherTypeIsNeverGiven() throws Exception {
        flags.set("page-size", 25).set("budget", 5_000_000_000L).set("limits", JSON.readTree("{}"));

        assertMismatch(client.getBooleanDetails("page-size", true, SHOPPER), true);
        assertMismatch(client.getStringDetails("page-size", "plain", SHOPPER), "plain");
        assertMismatch(client.getDoubleDetails("page-size", 0.5, SHOPPER), 0.5);
        assertMismatch(client.getObjectDetails("page-size", new Value("none"), SHOPPER), new Value("none"));
        assertMismatch(client.getLongDetails("limits", 7L, SHOPPER), 7L);
        assertMismatch(client.getIntegerDetails("limits", 7, SHOPPER), 7);
        assertMismatch(client.getIntegerDetails("budget", 7, SHOPPER), 7);
    }

    private static <T> void assertMismatch(FlagEvaluationDetails<T> details, T given) {
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(details.getValue()).isEqualTo(given);
    }

    @Test
    void requirement_1_4_1_1_detailsComeForEveryTypeOfValue() throws Exception {
        flags.set("new-checkout", true)
                .set("banner-text", "festive")
                .set("page-size", 25)
                .set("free-shipping-from", 49.5)
                .set("limits", JSON.readTree("{\"perDay\": 3}"));

        assertThat(client.getBooleanDetails("new-checkout", false, SHOPPER).getVariant())
                .isEqualTo("on");
        assertThat(client.getStringDetails("banner-text", "plain", SHOPPER).getVariant())
                .isEqualTo("everyone");
        assertThat(client.getIntegerDetails("page-size", 10, SHOPPER).getReason())
                .isEqualTo("STATIC");
        assertThat(client.getLongDetails("page-size", 10L, SHOPPER).getReason()).isEqualTo("STATIC");
        assertThat(client.getDoubleDetails("free-shipping-from", 0.0, SHOPPER).getReason())
                .isEqualTo("STATIC");
        assertThat(client.getObjectDetails("limits", new Value(), SHOPPER).getReason())
                .isEqualTo("STATIC");
    }

    @Test
    void requirement_1_4_3_theDetailsHaveTheValue() {
        flags.set("banner-text", "festive");

        assertThat(client.getStringDetails("banner-text", "plain", SHOPPER).getValue())
                .isEqualTo("festive");
    }

    @Test
    void requirement_1_4_5_theDetailsHaveTheKeyThatWasAsked() {
        assertThat(client.getStringDetails("never-there", "plain", SHOPPER).getFlagKey())
                .isEqualTo("never-there");
    }

    @Test
    void requirement_1_4_6_theVariantIsTheVariation() {
        flags.set("new-checkout", false);

        assertThat(client.getBooleanDetails("new-checkout", true, SHOPPER).getVariant())
                .isEqualTo("off");
    }

    @Test
    void requirement_1_4_7_everyReasonComesThrough() {
        flags.set("static", true)
                .set("targeted", false)
                .setFor("targeted", "user-42", true)
                .setPercentage("split", 50)
                .set("disabled", true)
                .disable("disabled");
        flags.setRecord("dependent", """
                {"key": "dependent", "type": "boolean", "version": 1, "enabled": true,
                 "variations": {"on": true, "off": false}, "offVariation": "off",
                 "prerequisites": [{"flag": "disabled", "variations": ["on"]}], "fallthrough": {"variation": "on"}}
                """);

        Map<String, String> reasons = Set.of("static", "targeted", "split", "disabled", "dependent").stream()
                .collect(Collectors.toMap(
                        flag -> flag,
                        flag -> client.getBooleanDetails(flag, false, SHOPPER).getReason()));
        assertThat(reasons)
                .containsEntry("static", "STATIC")
                .containsEntry("targeted", "TARGETING_MATCH")
                .containsEntry("split", "SPLIT")
                .containsEntry("disabled", "DISABLED")
                .containsEntry("dependent", "PREREQUISITE_FAILED");
        assertThat(client.getBooleanDetails("targeted", true, new ImmutableContext("user-43"))
                        .getReason())
                .isEqualTo("DEFAULT");
    }

    @Test
    void requirement_1_4_8_everyErrorHasItsCode() {
        flags.set("banner-text", "festive").breakFlag("broken");

        assertThat(client.getBooleanDetails("never-there", true, SHOPPER).getErrorCode())
                .isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(client.getBooleanDetails("banner-text", true, SHOPPER).getErrorCode())
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getBooleanDetails("broken", true, SHOPPER).getErrorCode())
                .isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void requirement_1_4_9_theReasonOfAnErrorIsError() {
        assertThat(client.getBooleanDetails("never-there", true, SHOPPER).getReason())
                .isEqualTo("ERROR");
    }

    @Test
    void requirement_1_4_10_nothingThrowsAndTheDefaultIsGiven() {
        flags.breakFlag("broken");

        assertThat(client.getBooleanValue("broken", true, SHOPPER)).isTrue();
        assertThat(client.getStringValue("never-there", "plain")).isEqualTo("plain");
        assertThat(client.getLongValue("never-there", 7L, null)).isEqualTo(7L);
        client.track("a name that is none", SHOPPER);
    }

    @Test
    void requirement_1_4_12_evaluatingWaitsForNothing() {
        flags.set("new-checkout", true);
        flags.loseContact();

        assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isTrue();
    }

    @Test
    void requirement_1_4_13_theMessageOfAnErrorNamesTheFlag() {
        assertThat(client.getBooleanDetails("never-there", true, SHOPPER).getErrorMessage())
                .contains("'never-there'");
    }

    @Test
    void requirement_1_4_14_theMetadataOfTheFlagComesThrough() {
        onWhere("new-checkout", "plan", "\"gold\"");

        ImmutableMetadata metadata = client.getBooleanDetails("new-checkout", false, with("plan", "gold"))
                .getFlagMetadata();

        assertThat(metadata.getString("version")).isEqualTo("3");
        assertThat(metadata.getString("place")).isEqualTo("rule-1");
        assertThat(metadata.getString("flagSetId")).isEqualTo("fake/test");
        assertThat(client.getBooleanDetails("never-there", false, SHOPPER)
                        .getFlagMetadata()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void requirement_1_4_14_1_theMetadataCannotBeChanged() {
        flags.set("new-checkout", true);
        ImmutableMetadata metadata =
                client.getBooleanDetails("new-checkout", false, SHOPPER).getFlagMetadata();

        assertThatThrownBy(() -> metadata.asUnmodifiableMap().put("version", "99"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void requirement_1_5_1_hooksOfOneEvaluationRunForIt() {
        flags.set("new-checkout", true);
        List<Object> seen = new ArrayList<>();
        Hook<Boolean> hook = new Hook<>() {
            @Override
            public void after(
                    HookContext<Boolean> asked, FlagEvaluationDetails<Boolean> details, Map<String, Object> hints) {
                seen.add(details.getValue());
            }
        };

        client.getBooleanValue(
                "new-checkout",
                false,
                SHOPPER,
                FlagEvaluationOptions.builder().hook(hook).build());
        client.getBooleanValue("new-checkout", false, SHOPPER);

        assertThat(seen).containsExactly(true);
    }

    @Test
    void requirement_1_6_1_aShutdownOfTheApiReachesTheProvider() {
        SluiceProvider own = connecting(flags);
        api.setProviderAndWait("own", own);

        api.shutdown();

        assertThat(own.getBooleanEvaluation("new-checkout", true, SHOPPER).getErrorCode())
                .isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        assertThat(flags.client().status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void requirement_1_7_1_theStateOfTheProviderCanBeAsked() {
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);

        flags.loseContact();

        await().until(() -> client.getProviderState() == ProviderState.STALE);
    }

    @Test
    void requirement_1_7_3_itIsReadyOnceInitialised() {
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void requirement_1_7_4_itIsAnErrorWhenInitialisingFails() {
        try (FakeFlags away = FakeFlags.startWithoutContact()) {
            initialise("away", connecting(away));

            assertThat(api.getClient("away").getProviderState()).isEqualTo(ProviderState.ERROR);
        }
    }

    @Test
    void requirement_1_7_6_beforeThatTheDefaultIsGivenWithAnError() {
        try (FakeFlags away = FakeFlags.startWithoutContact();
                FlagClient waiting = FlagClient.connectAsync(
                        FlagClientOptions.builder(away.uri(), away.sdkKey()).build())) {
            api.setProvider("away", SluiceProvider.of(waiting));

            FlagEvaluationDetails<Boolean> details =
                    api.getClient("away").getBooleanDetails("new-checkout", true, SHOPPER);

            assertThat(details.getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(details.getValue()).isTrue();
            away.regainContact();
            await().until(() -> api.getClient("away").getProviderState() == ProviderState.READY);
        }
    }

    @Test
    void requirement_1_7_9_itIsNotReadyAfterAShutdown() {
        api.shutdown();

        assertThat(client.getProviderState()).isEqualTo(ProviderState.NOT_READY);
    }

    static SluiceProvider connecting(FakeFlags flags) {
        return SluiceProvider.connecting(FlagClientOptions.builder(flags.uri(), flags.sdkKey())
                .startTimeout(Duration.ofMillis(50))
                .build());
    }

    private void initialise(String domain, SluiceProvider provider) {
        try {
            api.setProviderAndWait(domain, provider);
            throw new AssertionError("initialising should have failed");
        } catch (dev.openfeature.sdk.exceptions.OpenFeatureError expected) {
            assertThat(expected.getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        }
    }
}
