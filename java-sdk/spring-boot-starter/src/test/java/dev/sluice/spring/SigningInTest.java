package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagView;
import dev.sluice.testing.FakeFlags;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application in which the flags are asked within a request before it is known who sends it. */
class SigningInTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Application {

        @Bean
        Filter signIn(CurrentFlags current) {
            return (request, response, chain) -> {
                String before = current.view().string("banner-text", "plain");
                Principal user = () -> "user-42";
                request.setAttribute("before", before);
                chain.doFilter(
                        new HttpServletRequestWrapper((HttpServletRequest) request) {
                            @Override
                            public Principal getUserPrincipal() {
                                return user;
                            }
                        },
                        response);
            };
        }
    }

    /** Says who is asking and what they get. */
    @RestController
    static class Pages {

        private final CurrentFlags current;

        Pages(CurrentFlags current) {
            this.current = current;
        }

        @GetMapping("/")
        public String page(HttpServletRequest request, Context context, FlagView flags) {
            boolean kept = context == current.context() && flags == current.view();
            return request.getAttribute("before") + ", then " + context.targetingKey() + " "
                    + flags.string("banner-text", "plain") + ", kept " + kept;
        }
    }

    @Test
    void whoSignsInWithinARequestIsNotAnonymousForTheRestOfIt() throws Exception {
        try (FakeFlags flags =
                        FakeFlags.start().set("banner-text", "festive").setFor("banner-text", "user-42", "for you");
                ServletWebServerApplicationContext application =
                        (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                                .properties(
                                        "server.port=0",
                                        "spring.main.banner-mode=off",
                                        "sluice.server=" + flags.uri(),
                                        "sluice.sdk-key=" + flags.sdkKey())
                                .run()) {
            URI uri =
                    URI.create("http://127.0.0.1:" + application.getWebServer().getPort() + "/");

            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(page.body()).isEqualTo("festive, then user-42 for you, kept true");
        }
    }
}
