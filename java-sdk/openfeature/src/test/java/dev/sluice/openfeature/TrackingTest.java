package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableTrackingEventDetails;
import dev.openfeature.sdk.MutableTrackingEventDetails;
import dev.sluice.engine.Context;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 6 of the specification: what users do later. */
class TrackingTest extends OpenFeatureCase {

    private static final String LAST = "the-last";

    @BeforeEach
    void meetTheFlag() {
        flags.set("new-checkout", true);
        flags.client().guarded("new-checkout", Context.of("user-42")).run(() -> 1, () -> 0);
    }

    /** The sums of all that was tracked, as they were reported; of several windows, if one ended in between. */
    private Map<String, Double> tracked() {
        flags.client().track(LAST, Context.of("user-42"), 1);
        await().until(() -> sums().keySet().stream().anyMatch(what -> what.startsWith(LAST)));
        Map<String, Double> sums = sums();
        sums.keySet().removeIf(what -> what.startsWith(LAST));
        return sums;
    }

    private Map<String, Double> sums() {
        Map<String, Double> sums = new TreeMap<>();
        for (JsonNode window : flags.reports()) {
            for (JsonNode row : window.path("metrics")) {
                String what = row.path("metric").asText() + " after "
                        + row.path("flag").asText() + " was "
                        + row.path("served").asText();
                sums.merge(what, row.path("sum").asDouble(), Double::sum);
            }
        }
        return sums;
    }

    @Test
    void requirement_6_1_1_1_aNameAContextAndDetailsAreTracked() {
        client.track("order-value", SHOPPER, new ImmutableTrackingEventDetails(59.90));

        assertThat(tracked()).isEqualTo(Map.of("order-value after new-checkout was on", 59.90));
    }

    @Test
    void requirement_6_1_3_theContextOfTheClientIsMergedIn() {
        client.setEvaluationContext(SHOPPER);

        client.track("order-value", new ImmutableTrackingEventDetails(2));
        client.track("order-value", new ImmutableContext("somebody-else"), new ImmutableTrackingEventDetails(5));

        assertThat(tracked()).isEqualTo(Map.of("order-value after new-checkout was on", 2.0));
    }

    @Test
    void requirement_6_2_1_withoutAValueItCountsOne() {
        client.track("orders", SHOPPER);
        client.track("orders", SHOPPER, new ImmutableTrackingEventDetails());

        assertThat(tracked()).isEqualTo(Map.of("orders after new-checkout was on", 2.0));
    }

    @Test
    void requirement_6_2_2_otherFieldsAreTakenAndStayInTheProcess() {
        client.track("order-value", SHOPPER, new MutableTrackingEventDetails(59.90).add("coupon", "WELCOME-5"));

        assertThat(tracked()).hasSize(1);
        assertThat(flags.reports()).noneMatch(window -> window.toString().contains("WELCOME-5"));
    }
}
