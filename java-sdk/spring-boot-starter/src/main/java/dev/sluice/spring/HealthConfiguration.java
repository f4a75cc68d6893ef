package dev.sluice.spring;

import dev.sluice.sdk.FlagClient;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Health of the flag client under the name {@code sluice}, where the actuator is there. Two classes, since a condition of the actuator's
 * may only be read once it is known to be there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
class HealthConfiguration {

    /** The indicator, unless it is switched off. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("sluice")
    static class Indicator {

        @Bean
        @ConditionalOnMissingBean(name = "sluiceHealthIndicator")
        HealthIndicator sluiceHealthIndicator(FlagClient client) {
            return () -> health(client);
        }
    }

    /** Never down: an application that has lost its flag server goes on deciding, and must not be taken out of service for it. */
    private static Health health(FlagClient client) {
        Status status = switch (client.status()) {
            case READY, STALE -> Status.UP;
            case INITIALIZING, ERROR, CLOSED -> Status.UNKNOWN;
        };
        Health.Builder health = Health.status(status).withDetail("flags", client.status());
        client.environment().ifPresent(place -> health.withDetail("environment", place.toString()));
        client.state().ifPresent(state -> health.withDetail("revision", state.revision()));
        client.dataAge().ifPresent(age -> health.withDetail("dataAge", age.toString()));
        if (client.geoMissing()) {
            health.withDetail("geo", "missing");
        }
        return health.build();
    }
}
