package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.http.RestServer.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No time passes here: a caller has twice the number at once, and no more. */
final class RequestLimitsTest {

    private static final String PROJECTS = "/api/v1/projects";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("S23")
    void oneCallerTooOftenIsRefusedAndTheOthersAreNot() {
        String token = token();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        server.limits.countIn(registry);
        server.perSecond.set(20);

        for (int i = 0; i < 40; i++) {
            assertThat(as(token, "GET", PROJECTS).status()).as("request %s", i).isEqualTo(200);
        }
        Answer refused = as(token, "GET", PROJECTS);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.detail()).contains("20 requests a second").contains("pipeline");
        assertThat(server.get(PROJECTS).status()).isEqualTo(200);
        assertThat(registry.get("sluice.http.limited")
                        .tag("limit", "caller")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    @Proves("S23")
    void guessesFromOneAddressAreRefusedWhateverTheySayOfThemselvesAndKeepNobodyOut() {
        server.perSecond.set(20);

        for (int i = 0; i < 4; i++) {
            assertThat(guess("10.0.0.1").status()).isEqualTo(401);
        }

        assertThat(guess("10.0.0.1").status()).isEqualTo(429);
        assertThat(guess("1.1.1.1, 10.0.0.1").status())
                .as("forged, left of the proxy's word")
                .isEqualTo(429);
        assertThat(guess("nonsense, 10.0.0.1").status()).isEqualTo(429);
        assertThat(guess("10.0.0.2").status()).isEqualTo(401);
        assertThat(server.sendAs(
                                "GET",
                                PROJECTS,
                                null,
                                "Authorization",
                                "Bearer " + RestServer.ADMIN,
                                "X-Forwarded-For",
                                "10.0.0.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Proves("S23")
    void whatSdksAskIsNeverRefusedForItsNumber() {
        server.perSecond.set(1);

        for (int i = 0; i < 50; i++) {
            assertThat(as(RestServer.SDK, "GET", "/sdk/v1/snapshot").status()).isEqualTo(200);
            assertThat(as("nobody's", "GET", "/sdk/v1/snapshot").status()).isEqualTo(401);
        }
    }

    private Answer guess(String forwardedFor) {
        return server.sendAs("GET", PROJECTS, null, "Authorization", "Bearer a-guess", "X-Forwarded-For", forwardedFor);
    }

    private Answer as(String token, String method, String path) {
        return server.sendAs(method, path, null, "Authorization", "Bearer " + token);
    }

    private String token() {
        return server.post(
                        "/api/v1/tokens",
                        "{\"name\":\"pipeline\",\"grants\":[{\"project\":\"*\",\"environment\":\"*\",\"role\":\"viewer\"}]}")
                .json()
                .path("token")
                .asText();
    }
}
