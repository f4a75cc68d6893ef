package dev.sluice.example;

import dev.sluice.sdk.FlagView;
import dev.sluice.spring.ContextCustomizer;
import dev.sluice.spring.FlagGate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application of {@code docs/java-integrations.md}, compiled and run with every build so that the page stays true. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({SpringShop.Checkout.class, SpringShop.Pages.class})
public class SpringShop {

    public static void main(String[] args) {
        SpringApplication.run(SpringShop.class, args);
    }

    @Bean
    ContextCustomizer whoIsAsking() {
        return (context, request) -> context.targetingKey(request.getHeader("X-User"));
    }

    /** The checkout, old and new. */
    @Service
    static class Checkout {

        @FlagGate(value = "new-checkout", fallback = "oldCheckout")
        public String checkout(String item) {
            return "new checkout of " + item;
        }

        String oldCheckout(String item) {
            return "old checkout of " + item;
        }
    }

    /** What browsers meet. */
    @RestController
    static class Pages {

        private final Checkout checkout;

        Pages(Checkout checkout) {
            this.checkout = checkout;
        }

        @GetMapping("/checkout")
        public String checkout() {
            return checkout.checkout("a hat");
        }

        @GetMapping("/banner")
        public String banner(FlagView flags) {
            return flags.string("banner-text", "plain");
        }

        @FlagGate("beta")
        @GetMapping("/beta")
        public String beta() {
            return "for testers";
        }
    }
}
