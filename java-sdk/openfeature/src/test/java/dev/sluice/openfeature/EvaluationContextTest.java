package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationOptions;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.MutableStructure;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.Value;
import dev.sluice.engine.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Section 3 of the specification: who is asking, and from where that is known. */
class EvaluationContextTest extends OpenFeatureCase {

    @Test
    void requirement_3_1_1_theTargetingKeyIsTheTargetingKey() {
        flags.set("new-checkout", false).setFor("new-checkout", "user-42", true);

        assertThat(client.getBooleanValue("new-checkout", false, SHOPPER)).isTrue();
        assertThat(client.getBooleanValue("new-checkout", true, new ImmutableContext("user-43")))
                .isFalse();
        assertThat(client.getBooleanValue("new-checkout", true, new ImmutableContext()))
                .isFalse();
    }

    @Test
    void requirement_3_1_2_fieldsOfEveryTypeAreAttributes() {
        Instant birth = Instant.parse("2001-02-03T04:05:06Z");
        MutableContext given = new MutableContext("user-42")
                .add("plan", "gold")
                .add("staff", true)
                .add("age", 30)
                .add("score", 0.5)
                .add("birth", birth)
                .add(
                        "tags",
                        List.of(
                                new Value("a"),
                                new Value(2),
                                new Value(5_000_000_000L),
                                new Value(new MutableStructure().add("deep", 1))))
                .add(
                        "address",
                        new MutableStructure()
                                .add("city", "Bonn")
                                .add("lines", List.of(new Value("x")))
                                .add("since", new Value(5_000_000_000L))
                                .add("gone", new Value()))
                .add("ip", "198.51.100.7");

        Context context = Contexts.of(given);

        assertThat(context.targetingKey()).isEqualTo("user-42");
        assertThat(context.attributes())
                .containsOnly(
                        Map.entry("plan", "gold"),
                        Map.entry("staff", true),
                        Map.entry("age", 30L),
                        Map.entry("score", 0.5),
                        Map.entry("birth", birth),
                        Map.entry("tags", List.of("a", 2L, 5_000_000_000L, Map.of("deep", 1L))),
                        Map.entry("address", Map.of("city", "Bonn", "lines", List.of("x"), "since", 5_000_000_000L)),
                        Map.entry("ip", "198.51.100.7"));
        assertThat(context.privateNames()).contains("ip");
    }

    @Test
    void requirement_3_1_3_everyFieldReachesTheRulesThatAskForIt() {
        onWhere("by-number", "age", "30");
        onWhere("by-pointer", "/address/city", "\"Bonn\"");
        EvaluationContext shopper =
                new MutableContext("user-42").add("age", 30).add("address", new MutableStructure().add("city", "Bonn"));

        assertThat(client.getBooleanValue("by-number", false, shopper)).isTrue();
        assertThat(client.getBooleanValue("by-pointer", false, shopper)).isTrue();
    }

    @Test
    void requirement_3_1_4_aFieldThatIsNamedLikeTheTargetingKeyIsTheTargetingKey() {
        Context context =
                Contexts.of(new ImmutableContext(Map.of(EvaluationContext.TARGETING_KEY, new Value("user-42"))));

        assertThat(context.targetingKey()).isEqualTo("user-42");
        assertThat(context.attributes()).isEmpty();
    }

    @Test
    void requirement_3_2_1_1_contextsOfTheApiTheClientAndTheCallAreKnown() {
        onWhere("by-api", "a", "\"api\"");
        onWhere("by-client", "b", "\"client\"");
        onWhere("by-call", "c", "\"call\"");
        api.setEvaluationContext(with("a", "api"));
        client.setEvaluationContext(with("b", "client"));

        assertThat(client.getBooleanValue("by-api", false, with("c", "call"))).isTrue();
        assertThat(client.getBooleanValue("by-client", false, with("c", "call")))
                .isTrue();
        assertThat(client.getBooleanValue("by-call", false, with("c", "call"))).isTrue();
    }

    @Test
    void requirement_3_2_3_theNearestContextGoesBeforeTheOthers() {
        onWhere("by-api", "level", "\"api\"");
        onWhere("by-transaction", "level", "\"transaction\"");
        onWhere("by-client", "level", "\"client\"");
        onWhere("by-call", "level", "\"call\"");
        onWhere("by-hook", "level", "\"hook\"");
        api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());

        api.setEvaluationContext(with("level", "api"));
        assertThat(client.getBooleanValue("by-api", false)).isTrue();
        api.setTransactionContext(with("level", "transaction"));
        assertThat(client.getBooleanValue("by-transaction", false)).isTrue();
        client.setEvaluationContext(with("level", "client"));
        assertThat(client.getBooleanValue("by-client", false)).isTrue();
        assertThat(client.getBooleanValue("by-call", false, with("level", "call")))
                .isTrue();
        Hook<Boolean> hook = new Hook<>() {
            @Override
            public Optional<EvaluationContext> before(HookContext<Boolean> asked, Map<String, Object> hints) {
                return Optional.of(with("level", "hook"));
            }
        };
        assertThat(client.getBooleanValue(
                        "by-hook",
                        false,
                        with("level", "call"),
                        FlagEvaluationOptions.builder().hook(hook).build()))
                .isTrue();
    }

    @Test
    void requirement_3_3_1_2_1_theContextOfATransactionIsKnownWithinIt() {
        flags.set("new-checkout", false).setFor("new-checkout", "user-42", true);
        api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());

        api.setTransactionContext(SHOPPER);

        assertThat(client.getBooleanValue("new-checkout", false)).isTrue();
    }
}
