package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SnapshotTest {

    private final SdkServer server = SdkServer.withProject();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPollGetsTheWholeStateOnceAndThenOnlyThatItHasIt() throws Exception {
        server.set("f", 7);

        HttpResponse<byte[]> first = get("/sdk/v1/snapshot", "Sluice-Instance", "i1");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> second = get("/sdk/v1/snapshot", "If-None-Match", etag);
        server.set("f", 8);
        HttpResponse<byte[]> third = get("/sdk/v1/snapshot", "If-None-Match", etag);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(first.headers().firstValue("Sluice-Ack-Spread-Millis")).contains("0");
        assertThat(etag).startsWith("\"").contains(":2:");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(Replica.of(new WireCodec().decodeSnapshot(third.body())).id())
                .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        assertThat(server.fleet.instances(PRODUCTION)).singleElement().satisfies(instance -> {
            assertThat(instance.id()).isEqualTo("i1");
            assertThat(instance.polling()).isTrue();
        });
    }

    @Test
    void whoTakesGzipGetsTheSameCompressed() throws Exception {
        server.set("f", 7);

        HttpResponse<byte[]> plain = get("/sdk/v1/snapshot", "Accept-Encoding", "gzip;q=0");
        HttpResponse<byte[]> gzipped = get("/sdk/v1/snapshot", "Accept-Encoding", "br, gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void aPollOfANodeWithoutItsStoreIsToldSinceWhen() throws Exception {
        server.set("f", 7);
        HttpResponse<byte[]> before = get("/sdk/v1/snapshot", "Sluice-Instance", "i1");
        String etag = before.headers().firstValue("ETag").orElseThrow();
        assertThat(before.headers().firstValue("Sluice-Stale")).isEmpty();

        server.store.away(true);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HttpResponse<byte[]> unchanged = get("/sdk/v1/snapshot", "If-None-Match", etag);
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.headers().firstValue("Sluice-Stale"))
                    .hasValueSatisfying(
                            since -> assertThat(Instant.parse(since)).isBefore(Instant.now()));
        });
        HttpResponse<byte[]> whole = get("/sdk/v1/snapshot", "Sluice-Instance", "i1");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Sluice-Stale")).isPresent();
        assertThat(whole.headers().firstValueAsLong("Sluice-Stale-For-Millis").orElseThrow())
                .isGreaterThan(5_000);

        server.store.away(false);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/sdk/v1/snapshot", "If-None-Match", etag)
                                .headers()
                                .firstValue("Sluice-Stale"))
                        .isEmpty());
    }

    @Test
    void theGeoDatabaseIsServedOnceOrSaidToBeMissing() throws Exception {
        HttpResponse<byte[]> answer = get("/sdk/v1/geo", "Accept", "*/*");

        if (getClass().getResource("/geo/country.mmdb") == null) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("SLUICE_GEO_DB");
        } else {
            String etag = answer.headers().firstValue("ETag").orElseThrow();
            assertThat(answer.body()).hasSizeGreaterThan(1_000_000);
            assertThat(get("/sdk/v1/geo", "If-None-Match", etag).statusCode()).isEqualTo(304);
        }
    }

    private HttpResponse<byte[]> get(String path, String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path))
                .header("Authorization", "Bearer " + SdkServer.KEY)
                .header(header, value)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
