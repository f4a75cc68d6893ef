package dev.sluice.example;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import java.net.URI;

/** The program of {@code docs/java-sdk.md}, compiled with every build so that the page stays true. */
final class ShopExample {

    private ShopExample() {}

    public static void main(String[] args) {
        try (FlagClient flags =
                FlagClient.connect(URI.create("http://localhost:7770"), System.getenv("SLUICE_SDK_KEY"))) {
            Context shopper = Context.builder("user-42")
                    .set("plan", "gold")
                    .ip("198.51.100.7")
                    .build();

            if (flags.isOn("new-checkout", shopper)) {
                System.out.println("the new checkout");
            } else {
                System.out.println("the old checkout");
            }
            System.out.println(flags.decide("new-checkout", shopper));
        }
    }
}
