package dev.sluice.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.sluice.engine.Context;
import dev.sluice.openfeature.SluiceProvider;
import dev.sluice.testing.FakeFlags;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlagEventsTest {

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private static final Context SHOPPER = Context.of("user-42");

    private final FakeFlags flags = FakeFlags.start().set("new-checkout", true);
    private final FlagEvents events = FlagEvents.asLogs(TELEMETRY.getOpenTelemetry());

    @AfterEach
    void close() {
        flags.close();
    }

    private Attributes theOnlyLog() {
        List<LogRecordData> logs = TELEMETRY.getLogRecords();
        assertThat(logs)
                .singleElement()
                .satisfies(log -> assertThat(log.getEventName()).isEqualTo("feature_flag.evaluation"));
        return logs.get(0).getAttributes();
    }

    @Test
    void aDecisionIsALogRecordWithTheAttributesOfTheConventions() {
        assertThat(events.decide(flags.client(), "new-checkout", SHOPPER).value())
                .isEqualTo(true);

        assertThat(theOnlyLog())
                .isEqualTo(Attributes.builder()
                        .put("feature_flag.key", "new-checkout")
                        .put("feature_flag.provider.name", "sluice")
                        .put("feature_flag.result.variant", "on")
                        .put("feature_flag.result.reason", "static")
                        .put("feature_flag.version", "1")
                        .put("feature_flag.set.id", "fake/test")
                        .build());
    }

    @Test
    void anErrorHasItsType() {
        events.decide(flags.client(), "never-there", SHOPPER);

        assertThat(theOnlyLog())
                .isEqualTo(Attributes.builder()
                        .put("feature_flag.key", "never-there")
                        .put("feature_flag.provider.name", "sluice")
                        .put("feature_flag.result.reason", "error")
                        .put("feature_flag.set.id", "fake/test")
                        .put("error.type", "flag_not_found")
                        .build());
    }

    @Test
    void whoAskedIsRecordedOnlyWhenThatIsWanted() {
        events.withContextId().decide(flags.client(), "new-checkout", SHOPPER);

        assertThat(theOnlyLog().get(stringKey("feature_flag.context.id"))).isEqualTo("user-42");
    }

    @Test
    void aLogRecordBelongsToTheSpanInWhichTheFlagWasAsked() {
        Span span = tracer().spanBuilder("checkout").startSpan();
        try (Scope scope = span.makeCurrent()) {
            events.decide(flags.client(), "new-checkout", SHOPPER);
        }
        span.end();

        assertThat(TELEMETRY.getLogRecords())
                .singleElement()
                .satisfies(log -> assertThat(log.getSpanContext()).isEqualTo(span.getSpanContext()));
    }

    @Test
    void asAnEventOfASpanItIsInTheSpan() {
        FlagEvents spans = FlagEvents.asSpanEvents();
        spans.decide(flags.client(), "new-checkout", SHOPPER); // outside of any
        Span span = tracer().spanBuilder("checkout").startSpan();
        try (Scope scope = span.makeCurrent()) {
            spans.decide(flags.client(), "new-checkout", SHOPPER);
        }
        span.end();

        assertThat(TELEMETRY.getSpans()).singleElement().satisfies(seen -> {
            assertThat(seen.getEvents()).extracting(EventData::getName).containsExactly("feature_flag.evaluation");
            assertThat(seen.getEvents().get(0).getAttributes().get(stringKey("feature_flag.result.variant")))
                    .isEqualTo("on");
        });
        assertThat(TELEMETRY.getLogRecords()).isEmpty();
    }

    @Test
    void aHookRecordsWhatIsAskedThroughOpenFeature() {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(SluiceProvider.of(flags.client()));
        api.addHooks(new FlagEventsHook(events));
        Client client = api.getClient();

        client.getBooleanValue("new-checkout", false, new ImmutableContext("user-42"));
        client.getStringValue("never-there", "plain", new ImmutableContext("user-42"));
        api.shutdown();

        assertThat(TELEMETRY.getLogRecords())
                .extracting(LogRecordData::getAttributes)
                .containsExactly(
                        Attributes.builder()
                                .put("feature_flag.key", "new-checkout")
                                .put("feature_flag.provider.name", "sluice")
                                .put("feature_flag.result.variant", "on")
                                .put("feature_flag.result.reason", "static")
                                .put("feature_flag.version", "1")
                                .put("feature_flag.set.id", "fake/test")
                                .build(),
                        Attributes.builder()
                                .put("feature_flag.key", "never-there")
                                .put("feature_flag.provider.name", "sluice")
                                .put("feature_flag.result.reason", "error")
                                .put("error.type", "flag_not_found")
                                .put("feature_flag.error.message", "There is no flag 'never-there'")
                                .build());
    }

    private static Tracer tracer() {
        return TELEMETRY.getOpenTelemetry().getTracer("test");
    }
}
