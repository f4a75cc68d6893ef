package dev.sluice.spring;

import dev.sluice.sdk.FlagClient;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** The flag client and the gates. An application that has a {@link FlagClient} bean of its own keeps it, and gets the rest. */
@AutoConfiguration
@EnableConfigurationProperties(SluiceProperties.class)
@Import({
    SluiceAutoConfiguration.Proxies.class,
    WebConfiguration.class,
    HealthConfiguration.class,
    MetricsConfiguration.class
})
public class SluiceAutoConfiguration {

    private static final int MOST_NAME = 100; // that a client takes

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    FlagClient sluiceFlagClient(SluiceProperties properties, Environment environment) {
        return FlagClient.connect(properties.options(nameOf(environment)));
    }

    /** A name that clients take, whatever the application's is: nobody chose that one for the fleet view. */
    static String nameOf(Environment environment) {
        String name =
                environment.getProperty("spring.application.name", "").strip().replaceAll("[^ -~]|/", "-");
        return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(name.length(), MOST_NAME));
    }

    @Bean
    @ConditionalOnMissingBean
    CurrentFlags sluiceCurrentFlags(FlagClient client) {
        return new CurrentFlags(client, CurrentFlags.NO_REQUEST);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE) // or the creator of proxies does not see it
    static GateAdvisor sluiceGateAdvisor(ObjectProvider<FlagClient> client, ObjectProvider<CurrentFlags> current) {
        return new GateAdvisor(client, current);
    }

    /** Sees to it that there are proxies, whatever the application has: a gate that nobody stands at would be open. */
    static final class Proxies implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
            AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
        }
    }
}
