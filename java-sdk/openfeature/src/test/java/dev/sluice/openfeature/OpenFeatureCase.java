package dev.sluice.openfeature;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.sluice.testing.FakeFlags;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An OpenFeature API of its own for each test, with a provider on flags that the test sets. */
abstract class OpenFeatureCase {

    static final EvaluationContext SHOPPER = new ImmutableContext("user-42");

    final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    final FakeFlags flags = FakeFlags.start();
    Client client;

    @BeforeEach
    void provide() {
        api.setProviderAndWait(SluiceProvider.of(flags.client()));
        client = api.getClient();
    }

    @AfterEach
    void close() {
        api.shutdown();
        flags.close();
    }

    /** A flag that is on for those of whom an attribute has a value. */
    void onWhere(String flag, String attribute, String value) {
        flags.setRecord(flag, """
                {"key": "%s", "type": "boolean", "version": 3, "enabled": true,
                 "variations": {"on": true, "off": false}, "offVariation": "off",
                 "rules": [{"id": "rule-1", "when": [{"attribute": "%s", "op": "in", "values": [%s]}],
                            "serve": {"variation": "on"}}],
                 "fallthrough": {"variation": "off"}}
                """.formatted(flag, attribute, value));
    }

    static EvaluationContext with(String name, Value value) {
        return new ImmutableContext(Map.of(name, value));
    }

    static EvaluationContext with(String name, String value) {
        return with(name, new Value(value));
    }
}
