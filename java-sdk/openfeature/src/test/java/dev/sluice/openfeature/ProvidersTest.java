package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableTrackingEventDetails;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import dev.sluice.testing.FakeFlags;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Section 2 of the specification: what a provider is. */
class ProvidersTest extends OpenFeatureCase {

    private FeatureProvider provider() {
        return api.getProvider();
    }

    @Test
    void requirement_2_1_1_itHasAName() {
        assertThat(provider().getMetadata().getName()).isEqualTo("sluice");
    }

    @Test
    void requirement_2_2_1_aKeyADefaultAndAContextGiveAnEvaluation() {
        onWhere("new-checkout", "plan", "\"gold\"");

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, with("plan", "gold"))
                        .getValue())
                .isTrue();
        assertThat(provider().getBooleanEvaluation("new-checkout", true, null).getValue())
                .isFalse();
    }

    @Test
    void requirement_2_2_2_1_everyTypeHasItsMethod() throws Exception {
        flags.set("new-checkout", true)
                .set("banner-text", "festive")
                .set("page-size", 25)
                .set("free-shipping-from", 49.5)
                .set("limits", new ObjectMapper().readTree("[1, 5000000000, 0.5, \"a\", true, null, {\"b\": [2]}]"));

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, SHOPPER)
                        .getValue())
                .isTrue();
        assertThat(provider()
                        .getStringEvaluation("banner-text", "plain", SHOPPER)
                        .getValue())
                .isEqualTo("festive");
        assertThat(provider().getIntegerEvaluation("page-size", 10, SHOPPER).getValue())
                .isEqualTo(25);
        assertThat(provider().getLongEvaluation("page-size", 10L, SHOPPER).getValue())
                .isEqualTo(25L);
        assertThat(provider()
                        .getDoubleEvaluation("free-shipping-from", 0.0, SHOPPER)
                        .getValue())
                .isEqualTo(49.5);
        Value limits =
                provider().getObjectEvaluation("limits", new Value(), SHOPPER).getValue();
        assertThat(limits.asList().subList(0, 5))
                .containsExactly(
                        new Value(1), new Value(5_000_000_000L), new Value(0.5), new Value("a"), new Value(true));
        assertThat(limits.asList().get(5).isNull()).isTrue();
        assertThat(limits.asList().get(6).asStructure().getValue("b").asList()).containsExactly(new Value(2));
    }

    @Test
    void requirement_2_2_3_theValueIsTheFlags() {
        flags.set("banner-text", "festive");

        assertThat(provider()
                        .getStringEvaluation("banner-text", "plain", SHOPPER)
                        .getValue())
                .isEqualTo("festive");
    }

    @Test
    void requirement_2_2_4_theVariantIsTheVariationsName() {
        flags.set("new-checkout", true);

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, SHOPPER)
                        .getVariant())
                .isEqualTo("on");
    }

    @Test
    void requirement_2_2_5_theReasonIsTheDecisions() {
        flags.setPercentage("new-checkout", 100);

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, SHOPPER)
                        .getReason())
                .isEqualTo("SPLIT");
    }

    @Test
    void requirement_2_2_6_aValueComesWithoutAnErrorCode() {
        flags.set("new-checkout", true);

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, SHOPPER)
                        .getErrorCode())
                .isNull();
    }

    @Test
    void requirement_2_2_7_anErrorComesWithItsCode() {
        ProviderEvaluation<Boolean> evaluation = provider().getBooleanEvaluation("never-there", true, SHOPPER);

        assertThat(evaluation.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(evaluation.getReason()).isEqualTo("ERROR");
        assertThat(evaluation.getValue()).isTrue();
    }

    @Test
    void requirement_2_2_8_1_evaluationsSayTheTypeOfTheirValue() {
        flags.set("page-size", 25);

        ProviderEvaluation<Integer> evaluation = provider().getIntegerEvaluation("page-size", 10, SHOPPER);

        assertThat(evaluation.getValue()).isInstanceOf(Integer.class);
    }

    @Test
    void requirement_2_2_9_evaluationsHaveMetadataOfTheFlag() {
        flags.setPercentage("new-checkout", 100);

        ProviderEvaluation<Boolean> evaluation =
                provider().getBooleanEvaluation("new-checkout", true, new ImmutableContext());

        assertThat(evaluation.getFlagMetadata().asUnmodifiableMap())
                .containsEntry("version", "1")
                .containsEntry("place", "fallthrough")
                .containsEntry("flagSetId", "fake/test")
                .containsEntry("bucketKeyMissing", true);
    }

    @Test
    void requirement_2_2_10_metadataHasTextsNumbersAndBooleansOnly() {
        flags.setPercentage("new-checkout", 100);

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", true, null)
                        .getFlagMetadata()
                        .asUnmodifiableMap()
                        .values())
                .allMatch(value -> value instanceof String || value instanceof Boolean || value instanceof Number);
    }

    @Test
    void requirement_2_3_1_itBringsNoHooksOfItsOwn() {
        assertThat(provider().getProviderHooks()).isEmpty();
    }

    @Test
    void requirement_2_3_2_aValueComesWithoutAnErrorMessage() {
        flags.set("new-checkout", true);

        assertThat(provider()
                        .getBooleanEvaluation("new-checkout", false, SHOPPER)
                        .getErrorMessage())
                .isNull();
    }

    @Test
    void requirement_2_3_3_anErrorComesWithAMessageThatNamesTheFlagAndNeverTheContext() {
        assertThat(provider().getBooleanEvaluation("never-there", true, SHOPPER).getErrorMessage())
                .contains("never-there")
                .doesNotContain("user-42");
    }

    @Test
    void requirement_2_4_1_initialisingWaitsForTheFirstFlags() throws Exception {
        flags.set("new-checkout", true);
        SluiceProvider own = FlagEvaluationTest.connecting(flags);

        own.initialize(new ImmutableContext());

        assertThat(own.getBooleanEvaluation("new-checkout", false, SHOPPER).getValue())
                .isTrue();
        own.shutdown();
    }

    @Test
    void requirement_2_4_2_1_initialisingFailsWhenNoFlagsComeOrTheKeyIsRefused() {
        try (FakeFlags away = FakeFlags.startWithoutContact()) {
            SluiceProvider waiting = FlagEvaluationTest.connecting(away);
            assertThatThrownBy(() -> waiting.initialize(new ImmutableContext()))
                    .isInstanceOf(ProviderNotReadyError.class);
            waiting.shutdown();

            away.refuseKey();
            SluiceProvider refused = FlagEvaluationTest.connecting(away);
            assertThatThrownBy(() -> refused.initialize(new ImmutableContext()))
                    .isInstanceOf(GeneralError.class)
                    .hasMessageContaining("refuses")
                    .hasMessageNotContaining(away.sdkKey());
            refused.shutdown();
        }
    }

    @Test
    void requirement_2_5_1_aShutdownClosesItsOwnClientAndReportsWhatWasCounted() {
        try (FakeFlags others = FakeFlags.start().set("new-checkout", true)) {
            SluiceProvider own = FlagEvaluationTest.connecting(others);
            own.initialize(new ImmutableContext());
            own.getBooleanEvaluation("new-checkout", false, SHOPPER);

            own.shutdown();

            await().untilAsserted(() -> assertThat(others.reports().stream()
                            .flatMap(window -> window.path("evaluations").findValuesAsText("flag").stream()))
                    .contains("new-checkout"));
        }
    }

    @Test
    void requirement_2_5_2_afterAShutdownItIsNotReadyAndMayBeInitialisedAgain() {
        flags.set("new-checkout", true);
        SluiceProvider own = FlagEvaluationTest.connecting(flags);
        api.setProviderAndWait("own", own);
        api.setProviderAndWait("own", SluiceProvider.of(flags.client()));
        await().until(() ->
                own.getBooleanEvaluation("new-checkout", false, SHOPPER).getErrorCode()
                        == ErrorCode.PROVIDER_NOT_READY);

        OpenFeatureAPI another = OpenFeatureAPI.createIsolated();
        await().ignoreExceptionsInstanceOf(IllegalStateException.class) // until the first API has let go of it
                .untilAsserted(() -> another.setProviderAndWait(own));

        assertThat(another.getClient().getBooleanValue("new-checkout", false, SHOPPER))
                .isTrue();
        flags.loseContact();
        await().until(() -> another.getClient().getProviderState() == ProviderState.STALE);
        another.shutdown();
    }

    @Test
    void requirement_2_7_1_whatIsTrackedIsCountedByWhatTheUserMet() {
        flags.set("new-checkout", true);
        EvaluationContext shopper = new ImmutableContext("user-42", Map.of());
        flags.client()
                .guarded("new-checkout", dev.sluice.engine.Context.of("user-42"))
                .run(() -> 1, () -> 0);

        provider().track("order-value", shopper, new ImmutableTrackingEventDetails(59.90));

        await().untilAsserted(() -> assertThat(flags.reports().stream()
                        .flatMap(window -> window.path("metrics").findValues("sum").stream())
                        .mapToDouble(sum -> sum.asDouble())
                        .sum())
                .isEqualTo(59.90));
    }
}
