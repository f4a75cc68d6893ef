package dev.sluice.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.testing.FakeFlags;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlagClientMetricsTest {

    private static final Context SHOPPER = Context.of("user-42");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FakeFlags flags = FakeFlags.start();

    @AfterEach
    void close() {
        flags.close();
    }

    private double gauge(String name, String... tags) {
        return registry.get("sluice.client." + name).tags(tags).gauge().value();
    }

    private double counter(String name) {
        return registry.get("sluice.client." + name).functionCounter().count();
    }

    @Test
    void theStatusIsOneAndTheOthersAreNot() {
        new FlagClientMetrics(flags.client()).bindTo(registry);

        assertThat(gauge("status", "status", "READY")).isEqualTo(1);
        assertThat(gauge("status", "status", "STALE")).isZero();

        flags.loseContact();

        await().until(() -> gauge("status", "status", "STALE") == 1);
        assertThat(gauge("status", "status", "READY")).isZero();
    }

    @Test
    void theRevisionAndTheAgeAreThoseOfTheFlagsInForce() {
        flags.set("new-checkout", true).set("new-checkout", false);
        new FlagClientMetrics(flags.client()).bindTo(registry);

        assertThat(gauge("revision")).isEqualTo(2);
        assertThat(registry.get("sluice.client.data.age").timeGauge().value(TimeUnit.SECONDS))
                .isBetween(0.0, 30.0);
        assertThat(gauge("geo.missing")).isZero();
    }

    @Test
    void withoutFlagsRevisionAndAgeAreNoNumbers() {
        flags.close();
        flags = FakeFlags.startWithoutContact();
        new FlagClientMetrics(flags.client()).bindTo(registry);

        assertThat(gauge("revision")).isNaN();
        assertThat(gauge("data.age")).isNaN();
        assertThat(gauge("status", "status", "INITIALIZING")).isEqualTo(1);
    }

    @Test
    @Proves("F25")
    void evaluationsReportsAndDropsAreCounted() {
        flags.set("new-checkout", true);
        FlagClient client = flags.client();
        new FlagClientMetrics(client).bindTo(registry);

        for (int i = 0; i < 5; i++) {
            client.isOn("new-checkout", SHOPPER);
        }
        client.isOn("never-there", SHOPPER);
        await().until(() -> counter("reports.taken") > 0);
        client.close();

        assertThat(counter("evaluations")).isEqualTo(6);
        assertThat(counter("reports.dropped")).isZero();
        assertThat(counter("evaluations.uncounted")).isZero();
        assertThat(client.status()).isEqualTo(ClientStatus.CLOSED);
    }

    @Test
    @Proves("F25")
    void questionsBeyondWhatIsToldApartAreAMetric() {
        FlagClient client = flags.client();
        new FlagClientMetrics(client).bindTo(registry);

        for (int i = 0; i < 50_000; i++) {
            client.isOn("never-there-" + i, SHOPPER);
        }
        client.close();

        assertThat(counter("evaluations.uncounted")).isPositive();
        assertThat(counter("evaluations") + counter("evaluations.uncounted")).isEqualTo(50_000);
    }

    @Test
    void prometheusGetsThemByNamesThatItKnows() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new FlagClientMetrics(flags.client(), Tags.of("client", "shop")).bindTo(prometheus);

        assertThat(prometheus.scrape())
                .contains("sluice_client_status{client=\"shop\",status=\"READY\"} 1.0")
                .contains("sluice_client_data_age_seconds{client=\"shop\"}")
                .contains("sluice_client_reports_dropped_total{client=\"shop\"} 0.0")
                .contains("sluice_client_evaluations_uncounted_total{client=\"shop\"} 0.0");
    }
}
