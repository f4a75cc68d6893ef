package dev.sluice.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.micrometer.FlagClientMetrics;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.testing.FakeFlags;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class SluiceAutoConfigurationTest {

    private FakeFlags flags = FakeFlags.start().set("new-checkout", true);

    private final ApplicationContextRunner empty =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SluiceAutoConfiguration.class));

    private ApplicationContextRunner connected() {
        return empty.withPropertyValues("sluice.server=" + flags.uri(), "sluice.sdk-key=" + flags.sdkKey());
    }

    @AfterEach
    void close() {
        flags.close();
    }

    @Test
    void twoPropertiesMakeAClientThatIsClosedWithTheApplication() {
        AtomicReference<FlagClient> seen = new AtomicReference<>();

        connected().run(application -> {
            FlagClient client = application.getBean(FlagClient.class);
            seen.set(client);
            assertThat(client.isOn("new-checkout", Context.of("user-42"))).isTrue();
        });

        assertThat(seen.get().status()).isEqualTo(ClientStatus.CLOSED);
    }

    @Test
    void aPropertyThatIsMissingIsNamed() {
        empty.withPropertyValues("sluice.server=" + flags.uri())
                .run(application ->
                        assertThat(application.getStartupFailure()).rootCause().hasMessageContaining("sluice.sdk-key"));
    }

    @Test
    void noTextOfThePropertiesShowsTheKey() {
        connected()
                .run(application -> assertThat(
                                application.getBean(SluiceProperties.class).toString())
                        .contains(flags.uri().toString())
                        .doesNotContain(flags.sdkKey()));
    }

    @Test
    void everyPropertyIsBound() {
        connected()
                .withPropertyValues(
                        "sluice.start-timeout=50ms",
                        "sluice.application=checkout",
                        "sluice.application-version=2.3.0",
                        "sluice.geo=off",
                        "sluice.reports=false",
                        "sluice.trusted-proxies=10.0.0.0/8,::1")
                .run(application -> {
                    SluiceProperties properties = application.getBean(SluiceProperties.class);
                    assertThat(properties.startTimeout()).isEqualTo(Duration.ofMillis(50));
                    assertThat(properties.trustedProxies()).isEqualTo(List.of("10.0.0.0/8", "::1"));
                    assertThat(properties.options("unnamed").toString())
                            .contains("application=checkout/2.3.0")
                            .contains("reports=false");
                    assertThat(application.getBean(FlagClient.class).reports().on())
                            .isFalse();
                });
    }

    @Test
    void aNameThatWasNotChosenForTheFleetViewIsMadeFit() {
        assertName("shop", "shop");
        assertName("", "unnamed");
        assertName("caf\u00e9/bar", "caf--bar");
        assertName("x".repeat(150), "x".repeat(100));
    }

    private void assertName(String given, String expected) {
        connected().withPropertyValues("spring.application.name=" + given).run(application -> {
            assertThat(application).hasNotFailed();
            assertThat(SluiceAutoConfiguration.nameOf(application.getEnvironment()))
                    .isEqualTo(expected);
        });
    }

    @Test
    void aNameThatWasChosenForTheFleetViewIsTakenOrRefused() {
        connected()
                .withPropertyValues("sluice.application=caf/bar")
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("application name 'caf/bar'"));
    }

    @Test
    void aClientOfTheApplicationsOwnIsKept() {
        empty.withBean("own", FlagClient.class, () -> flags.client()).run(application -> {
            assertThat(application).hasSingleBean(FlagClient.class);
            assertThat(application.getBean(CurrentFlags.class).view().isOn("new-checkout"))
                    .isTrue();
        });
    }

    @Test
    void outsideOfARequestWhoIsAskingIsAnonymous() {
        connected().run(application -> {
            CurrentFlags current = application.getBean(CurrentFlags.class);
            assertThat(current.context().targetingKey()).isNull();
            assertThat(current.view().isOn("new-checkout")).isTrue();
        });
    }

    @Test
    void healthIsNotDownWhileTheFlagServerIsAway() {
        connected().run(application -> {
            HealthIndicator health = application.getBean("sluiceHealthIndicator", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            flags.loseContact();
            await().until(() -> application.getBean(FlagClient.class).status() == ClientStatus.STALE);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsEntry("flags", ClientStatus.STALE);
        });
    }

    @Test
    void anApplicationStartsWithoutItsFlagServer() {
        flags.close();
        flags = FakeFlags.startWithoutContact();

        connected().withPropertyValues("sluice.start-timeout=50ms").run(application -> {
            assertThat(application).hasNotFailed();
            HealthIndicator health = application.getBean("sluiceHealthIndicator", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void healthCanBeSwitchedOff() {
        connected()
                .withPropertyValues("management.health.sluice.enabled=false")
                .run(application -> assertThat(application).doesNotHaveBean("sluiceHealthIndicator"));
    }

    @Test
    void metersAreThereWhereTheBinderIs() {
        connected().run(application -> assertThat(application).hasSingleBean(FlagClientMetrics.class));
        connected()
                .withClassLoader(new FilteredClassLoader("dev.sluice.micrometer"))
                .run(application -> assertThat(application).hasNotFailed().hasSingleBean(FlagClient.class));
    }

    @Test
    void withoutActuatorAndWebTheClientIsThereAllTheSame() {
        connected()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.web", "jakarta.servlet"))
                .run(application -> assertThat(application).hasNotFailed().hasSingleBean(FlagClient.class));
    }

    @Test
    void aServletApplicationMayBeWithoutSpringMvc() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SluiceAutoConfiguration.class))
                .withPropertyValues("sluice.server=" + flags.uri(), "sluice.sdk-key=" + flags.sdkKey())
                .withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(application -> assertThat(application)
                        .hasNotFailed()
                        .hasSingleBean(CurrentFlags.class)
                        .doesNotHaveBean("sluiceArguments"));
    }

    @Test
    void thePropertiesAreDescribedForEditors() throws Exception {
        try (InputStream metadata =
                SluiceProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(new String(metadata.readAllBytes(), UTF_8))
                    .contains("sluice.sdk-key", "sluice.trusted-proxies", "Address of the flag server");
        }
    }
}
