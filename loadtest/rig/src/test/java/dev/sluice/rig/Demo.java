package dev.sluice.rig;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sdk.FlagClient;
import java.io.IOException;
import java.net.URI;

/** The demo project as the tests of this package use it: its keys, its flag, and the acts on it. */
final class Demo {
    static final String ADMIN = "rig-admin-token-0123456789abcdef";
    static final String SDK_KEY = "rig-sdk-key-0123456789abcdef0123456789";
    static final String SECRET = "rig-secret-0123456789abcdef0123456789abcdef";
    static final String FLAG = "new-checkout";
    static final String FLAGS = "projects/demo/flags/";
    static final String PRODUCTION = FLAGS + FLAG + "/environments/production";

    private Demo() {}

    static FlagClient client(URI server) {
        return FlagClient.connect(server, SDK_KEY);
    }

    /** Sets the share of the new checkout, and returns when all of that many SDKs decide by it. */
    static JsonNode setPercentage(RestClient rest, String percentage, int instances)
            throws IOException, InterruptedException {
        JsonNode convergence = converged(rest.act(
                        "PUT",
                        PRODUCTION + "/percentage?waitFor=converged&timeoutMillis=10000",
                        "{\"variation\":\"on\",\"percentage\":" + percentage + ",\"enable\":true}"))
                .path("convergence");
        if (convergence.path("acked").asInt() != instances) {
            throw new IllegalStateException(instances + " instances expected: " + convergence);
        }
        return convergence;
    }

    private static JsonNode converged(RestClient.Answer answer) {
        JsonNode body = answer.expectSuccess();
        if (!body.path("convergence").path("complete").asBoolean()) {
            throw new IllegalStateException("not in force everywhere: " + body);
        }
        return body;
    }
}
