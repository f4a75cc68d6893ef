package dev.sluice.spring;

import dev.sluice.micrometer.FlagClientMetrics;
import dev.sluice.sdk.FlagClient;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters of the flag client, where {@code sluice-micrometer} is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({MeterBinder.class, FlagClientMetrics.class})
class MetricsConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FlagClientMetrics sluiceMetrics(FlagClient client) {
        return new FlagClientMetrics(client);
    }
}
