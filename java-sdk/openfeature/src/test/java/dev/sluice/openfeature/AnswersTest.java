package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ValueType;
import dev.sluice.sdk.Environment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AnswersTest extends OpenFeatureCase {

    @Test
    void theSameDecisionIsTheSameEvaluation() {
        flags.set("new-checkout", true).set("page-size", 25);
        FeatureProvider provider = api.getProvider();

        ProviderEvaluation<Boolean> first = provider.getBooleanEvaluation("new-checkout", false, SHOPPER);
        assertThat(provider.getBooleanEvaluation("new-checkout", true, new ImmutableContext("user-43")))
                .isSameAs(first);
        assertThat(provider.getLongEvaluation("page-size", 1L, SHOPPER))
                .isSameAs(provider.getLongEvaluation("page-size", 2L, SHOPPER));
    }

    @Test
    void aFlagThatChangedIsNeverAnsweredFromBefore() {
        FeatureProvider provider = api.getProvider();

        for (int i = 1; i <= 200; i++) {
            flags.set("page-size", i);
            assertThat(provider.getIntegerEvaluation("page-size", 0, SHOPPER).getValue())
                    .isEqualTo(i);
            assertThat(provider.getLongEvaluation("page-size", 0L, SHOPPER).getValue())
                    .isEqualTo(i);
        }
    }

    @Test
    void aFlagWithoutAValueForSomebodyGivesTheDefaultOfEachCall() {
        flags.set("banner-text", "festive").disable("banner-text");
        FeatureProvider provider = api.getProvider();

        ProviderEvaluation<String> first = provider.getStringEvaluation("banner-text", "one", SHOPPER);
        assertThat(first.getValue()).isEqualTo("one");
        assertThat(first.getReason()).isEqualTo("DISABLED");
        assertThat(first.getErrorCode()).isNull();
        assertThat(provider.getStringEvaluation("banner-text", "two", SHOPPER).getValue())
                .isEqualTo("two");
    }

    @Test
    void whatIsSaidBeforeTheEnvironmentIsKnownIsNotKept() {
        flags.set("new-checkout", true);
        Decision decision = flags.client().decide("new-checkout", ValueType.BOOLEAN, Context.of("user-42"));
        AtomicReference<Environment> environment = new AtomicReference<>();
        Answers<Boolean> answers = new Answers<>(environment::get);

        assertThat(answers.keep(decision, true).getFlagMetadata().getString("flagSetId"))
                .isNull();
        assertThat(answers.known(decision)).isNull();

        environment.set(new Environment("shop", "production"));

        assertThat(answers.keep(decision, true).getFlagMetadata().getString("flagSetId"))
                .isEqualTo("shop/production");
        assertThat(answers.known(decision)).isNotNull();
    }

    @Test
    void moreFlagsThanFitAtFirstAreAllAnswered() {
        for (int i = 0; i < 200; i++) {
            flags.set("flag-" + i, i);
        }
        FeatureProvider provider = api.getProvider();

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 200; i++) {
                assertThat(provider.getIntegerEvaluation("flag-" + i, -1, SHOPPER)
                                .getValue())
                        .isEqualTo(i);
            }
        }
    }
}
