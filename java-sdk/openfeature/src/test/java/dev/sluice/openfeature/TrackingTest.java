package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableTrackingEventDetails;
import dev.openfeature.sdk.MutableTrackingEventDetails;
import dev.sluice.engine.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 6 of the specification: what users do later. */
class TrackingTest extends OpenFeatureCase {

    @BeforeEach
    void meetTheFlag() {
        flags.set("new-checkout", true);
        flags.client().guarded("new-checkout", Context.of("user-42")).run(() -> 1, () -> 0);
    }

    /** What was tracked, as it was reported. */
    private List<JsonNode> metrics() {
        flags.client().close();
        List<JsonNode> metrics = new ArrayList<>();
        flags.reports().forEach(window -> window.path("metrics").forEach(metrics::add));
        return metrics;
    }

    @Test
    void requirement_6_1_1_1_aNameAContextAndDetailsAreTracked() {
        client.track("order-value", SHOPPER, new ImmutableTrackingEventDetails(59.90));

        assertThat(metrics()).singleElement().satisfies(row -> {
            assertThat(row.path("metric").asText()).isEqualTo("order-value");
            assertThat(row.path("flag").asText()).isEqualTo("new-checkout");
            assertThat(row.path("served").asText()).isEqualTo("on");
            assertThat(row.path("sum").asDouble()).isEqualTo(59.90);
        });
    }

    @Test
    void requirement_6_1_3_theContextOfTheClientIsMergedIn() {
        client.setEvaluationContext(SHOPPER);

        client.track("order-value", new ImmutableTrackingEventDetails(2));
        client.track("order-value", new ImmutableContext("somebody-else"), new ImmutableTrackingEventDetails(5));

        assertThat(metrics())
                .singleElement()
                .satisfies(row -> assertThat(row.path("sum").asDouble()).isEqualTo(2));
    }

    @Test
    void requirement_6_2_1_withoutAValueItCountsOne() {
        client.track("orders", SHOPPER);
        client.track("orders", SHOPPER, new ImmutableTrackingEventDetails());

        assertThat(metrics())
                .singleElement()
                .satisfies(row -> assertThat(row.path("sum").asDouble()).isEqualTo(2));
    }

    @Test
    void requirement_6_2_2_otherFieldsAreTakenAndStayInTheProcess() {
        client.track("order-value", SHOPPER, new MutableTrackingEventDetails(59.90).add("coupon", "WELCOME-5"));

        assertThat(metrics()).hasSize(1);
        assertThat(flags.reports()).noneMatch(window -> window.toString().contains("WELCOME-5"));
    }
}
