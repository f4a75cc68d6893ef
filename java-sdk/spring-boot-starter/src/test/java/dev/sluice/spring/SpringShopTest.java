package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.example.SpringShop;
import dev.sluice.testing.FakeFlags;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The example, as an application of its own, asked by HTTP. */
class SpringShopTest {

    private static final FakeFlags FLAGS = FakeFlags.start();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ServletWebServerApplicationContext shop;

    @BeforeAll
    static void start() {
        shop = (ServletWebServerApplicationContext) new SpringApplicationBuilder(SpringShop.class)
                .properties(
                        "server.port=0",
                        "spring.application.name=shop",
                        "spring.main.banner-mode=off",
                        "management.endpoint.health.show-details=always",
                        "sluice.server=" + FLAGS.uri(),
                        "sluice.sdk-key=" + FLAGS.sdkKey(),
                        "sluice.trusted-proxies=127.0.0.1,10.0.0.0/8")
                .run();
    }

    @AfterAll
    static void stop() {
        shop.close();
        FLAGS.close();
    }

    @BeforeEach
    void reset() {
        FLAGS.reset();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + shop.getWebServer().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aGateGoesTheOldWayUntilTheFlagIsOnForWhoIsAsking() throws Exception {
        FLAGS.set("new-checkout", false).setFor("new-checkout", "user-42", true);

        assertThat(get("/checkout", "X-User", "user-42").body()).isEqualTo("new checkout of a hat");
        assertThat(get("/checkout", "X-User", "user-43").body()).isEqualTo("old checkout of a hat");
        assertThat(get("/checkout").body()).isEqualTo("old checkout of a hat");
    }

    @Test
    void aGateWithoutAFallbackIsNotThereWhileItsFlagIsOff() throws Exception {
        assertThat(get("/beta").statusCode()).isEqualTo(404);

        FLAGS.set("beta", true);

        assertThat(get("/beta").body()).isEqualTo("for testers");
    }

    @Test
    void aControllerTakesTheFlagsAsTheyAreForTheRequest() throws Exception {
        FLAGS.set("banner-text", "festive").setFor("banner-text", "user-42", "for you");

        assertThat(get("/banner", "X-User", "user-42").body()).isEqualTo("for you");
        assertThat(get("/banner").body()).isEqualTo("festive");
    }

    @Test
    void theAddressIsTheOneThatTrustedProxiesSaw() throws Exception {
        FLAGS.setRecord("beta", """
                {"key": "beta", "type": "boolean", "version": 1, "enabled": true,
                 "variations": {"on": true, "off": false}, "offVariation": "off",
                 "rules": [{"id": "office", "when": [{"attribute": "ip", "op": "inCidr", "values": ["198.51.100.0/24"]}],
                            "serve": {"variation": "on"}}],
                 "fallthrough": {"variation": "off"}}
                """);

        assertThat(get("/beta", "X-Forwarded-For", "198.51.100.7, 10.1.2.3").statusCode())
                .isEqualTo(200);
        assertThat(get("/beta", "X-Forwarded-For", "198.51.100.7, 203.0.113.9").statusCode())
                .isEqualTo(404);
        assertThat(get("/beta").statusCode()).isEqualTo(404);
    }

    @Test
    void theActuatorTellsHowTheFlagsAre() throws Exception {
        FLAGS.set("beta", true);

        JsonNode health = new ObjectMapper()
                .readTree(get("/actuator/health").body())
                .path("components")
                .path("sluice");

        assertThat(health.path("status").asText()).isEqualTo("UP");
        assertThat(health.path("details").path("flags").asText()).isEqualTo("READY");
        assertThat(health.path("details").path("environment").asText()).isEqualTo("fake/test");
        assertThat(health.path("details").path("revision").asLong()).isPositive();
    }
}
