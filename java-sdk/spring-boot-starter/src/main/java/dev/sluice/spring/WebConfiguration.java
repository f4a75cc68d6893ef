package dev.sluice.spring;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagView;
import dev.sluice.sdk.TrustedProxies;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Who is asking, where there are servlet requests; also as a parameter of a controller's method. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class WebConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CurrentFlags sluiceCurrentFlags(
            FlagClient client, SluiceProperties properties, ObjectProvider<ContextCustomizer> customizers) {
        TrustedProxies proxies = TrustedProxies.of(properties.trustedProxies());
        return new CurrentFlags(
                client, new ServletRequests(proxies, customizers.orderedStream().toList()));
    }

    /** Parameters of controllers' methods; a servlet application may be without Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    static class Mvc {

        @Bean
        WebMvcConfigurer sluiceArguments(ObjectProvider<CurrentFlags> current) {
            return new WebMvcConfigurer() {
                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new Arguments(current));
                }
            };
        }
    }

    private record Arguments(ObjectProvider<CurrentFlags> current) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            Class<?> type = parameter.getParameterType();
            return type == Context.class || type == FlagView.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            CurrentFlags flags = current.getObject();
            return parameter.getParameterType() == Context.class ? flags.context() : flags.view();
        }
    }
}
