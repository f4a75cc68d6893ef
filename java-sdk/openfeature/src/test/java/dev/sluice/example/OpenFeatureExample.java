package dev.sluice.example;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.sluice.openfeature.SluiceProvider;
import dev.sluice.sdk.FlagClientOptions;
import java.net.URI;
import java.util.Map;

/** The program of {@code docs/openfeature.md}, compiled and run with every build so that the page stays true. */
final class OpenFeatureExample {

    private OpenFeatureExample() {}

    public static void main(String[] args) {
        System.out.println(page(URI.create("http://localhost:7770"), System.getenv("SLUICE_SDK_KEY")));
    }

    static String page(URI server, String sdkKey) {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(SluiceProvider.connecting(FlagClientOptions.builder(server, sdkKey)
                .application("shop", "2.3.0")
                .build()));
        Client features = api.getClient();
        try {
            ImmutableContext shopper = new ImmutableContext("user-42", Map.of("plan", new Value("gold")));
            return features.getBooleanValue("new-checkout", false, shopper) ? "the new checkout" : "the old checkout";
        } finally {
            api.shutdown();
        }
    }
}
