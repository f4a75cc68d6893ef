package dev.sluice.sdk;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.sdk.support.World;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are wrong as HTTP: each gives defaults, then polls or reconnects, and is got over. */
class HttpFaultTest {

    private static final Context SHOPPER = Context.of("user-42");

    private static final Map<String, ResponseDefinitionBuilder> FAULTS = Map.of(
            "connection reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            "nothing at all", aResponse().withFault(Fault.EMPTY_RESPONSE),
            "garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
            "a malformed chunk",
                    aResponse()
                            .withHeader("Content-Type", "text/event-stream")
                            .withFault(Fault.MALFORMED_RESPONSE_CHUNK),
            "a login page", ok("<html>Please log in</html>").withHeader("Content-Type", "text/html"),
            "a redirect", aResponse().withStatus(302).withHeader("Location", "https://elsewhere.example/"),
            "an error", aResponse().withStatus(500).withBody("oops"),
            "not found", aResponse().withStatus(404));

    private final World world = new World();
    private WireMockServer server;

    @BeforeEach
    void start() {
        world.set(World.bool("new-checkout", true));
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection reset",
                "nothing at all",
                "garbage",
                "a malformed chunk",
                "a login page",
                "a redirect",
                "an error",
                "not found"
            })
    void aWrongAnswerIsGotOver(String fault) {
        server.stubFor(any(anyUrl()).willReturn(FAULTS.get(fault)));

        try (FlagClient flags = Clients.open(URI.create(server.baseUrl()))) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.findAll(getRequestedFor(urlPathEqualTo("/sdk/v1/stream")))
                                    .size()
                            >= 2);
            assertThat(flags.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(flags.status()).isEqualTo(ClientStatus.INITIALIZING);

            server.stubFor(get(urlPathEqualTo("/sdk/v1/snapshot"))
                    .willReturn(ok().withHeader("Content-Type", "application/json")
                            .withHeader("ETag", "\"" + world.id().eventId() + "\"")
                            .withBody(world.encodedSnapshot())));
            await().atMost(Duration.ofSeconds(10)).until(() -> flags.isOn("new-checkout", SHOPPER));
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "date"})
    void retryAfterIsHonouredOnARealClock(String form) {
        long start = System.nanoTime();
        String later = java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)
                .plusSeconds(3)
                .format(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME);
        server.stubFor(any(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", form.equals("date") ? later : form))
                .willSetStateTo("free"));
        server.stubFor(any(anyUrl())
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(ok("event: hello\ndata: " + World.hello("s1") + "\n\nevent: snapshot\ndata: "
                                + new String(world.encodedSnapshot()) + "\n\n")
                        .withHeader("Content-Type", "text/event-stream")));

        try (FlagClient flags = Clients.open(URI.create(server.baseUrl()))) {
            await().atMost(Duration.ofSeconds(10)).until(() -> flags.isOn("new-checkout", SHOPPER));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1_500));
        }
    }
}
