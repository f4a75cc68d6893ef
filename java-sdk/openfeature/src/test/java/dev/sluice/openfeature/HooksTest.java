package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.exceptions.FlagNotFoundError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Section 4 of the specification, as far as a provider has a part in it: what hooks see of an evaluation by Sluice. */
class HooksTest extends OpenFeatureCase {

    private final List<String> stages = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();

    private final Hook<Boolean> journal = new Hook<>() {
        @Override
        public Optional<EvaluationContext> before(HookContext<Boolean> asked, Map<String, Object> hints) {
            stages.add("before");
            seen.add(asked.getProviderMetadata().getName());
            return Optional.of(with("plan", "gold"));
        }

        @Override
        public void after(
                HookContext<Boolean> asked, FlagEvaluationDetails<Boolean> details, Map<String, Object> hints) {
            stages.add("after");
            seen.add(details.getVariant());
            seen.add(asked.getCtx().getValue("plan").asString());
        }

        @Override
        public void error(HookContext<Boolean> asked, Exception error, Map<String, Object> hints) {
            stages.add("error");
            seen.add(error);
        }

        @Override
        public void finallyAfter(
                HookContext<Boolean> asked, FlagEvaluationDetails<Boolean> details, Map<String, Object> hints) {
            stages.add("finally");
            seen.add(details.getReason());
        }
    };

    @Test
    void requirement_4_1_2_hooksKnowTheProviderByItsName() {
        client.addHooks(journal);

        client.getBooleanValue("never-there", false);

        assertThat(seen).first().isEqualTo("sluice");
    }

    @Test
    void requirement_4_3_5_whatABeforeHookAddsToTheContextDecides() {
        onWhere("new-checkout", "plan", "\"gold\"");
        client.addHooks(journal);

        assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isTrue();
    }

    @Test
    void requirement_4_3_6_afterADecisionHooksSeeIt() {
        onWhere("new-checkout", "plan", "\"gold\"");
        client.addHooks(journal);

        client.getBooleanValue("new-checkout", false, SHOPPER);

        assertThat(stages).containsExactly("before", "after", "finally");
        assertThat(seen).containsExactly("sluice", "on", "gold", "TARGETING_MATCH");
    }

    @Test
    void requirement_4_3_7_anErrorOfTheProviderRunsTheErrorHooks() {
        client.addHooks(journal);

        client.getBooleanValue("never-there", false, SHOPPER);

        assertThat(stages).containsExactly("before", "error", "finally");
        assertThat(seen.get(1)).isInstanceOf(FlagNotFoundError.class);
    }

    @Test
    void requirement_4_3_8_theLastStageSeesWhatCameOfIt() {
        client.addHooks(journal);

        client.getBooleanValue("never-there", false, SHOPPER);

        assertThat(seen).last().isEqualTo("ERROR");
    }

    @Test
    void requirement_4_4_7_anErrorBeforeTheDecisionGivesTheDefault() {
        flags.set("new-checkout", true);
        client.addHooks(new Hook<Boolean>() {
            @Override
            public Optional<EvaluationContext> before(HookContext<Boolean> asked, Map<String, Object> hints) {
                throw new IllegalStateException("a hook of the application's");
            }
        });

        assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isFalse();
    }
}
