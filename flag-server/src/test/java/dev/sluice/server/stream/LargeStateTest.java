package dev.sluice.server.stream;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.server.store.Samples;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States above 256 KB are not streamed but fetched. */
final class LargeStateTest {

    private final SdkServer server = SdkServer.withProject();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void fill() {
        server.write(state -> Large.setMany(state, 100, "x".repeat(3_000)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewStreamIsToldToFetchTheStateAndGetsWhatChangesMeanwhileAsDeltas() throws Exception {
        try (SseClient client = SseClient.open(server.port, SdkServer.KEY, Map.of())) {
            JsonNode refetch =
                    new ObjectMapper().readTree(client.await("refetch").data());
            server.set("f", 1);
            client.await("delta");

            Replica fetched = fetch();
            Follower follower = new Follower(fetched);

            assertThat(refetch.path("revision").asLong()).isEqualTo(2);
            assertThat(refetch.path("withinMillis").asLong(-1)).isBetween(0L, 15_000L);
            assertThat(client.changes()).extracting(SseClient.Event::name).containsExactly("hello", "refetch", "delta");
            assertThat(fetched.id().revision()).isEqualTo(3);
            server.set("f", 2);
            await().until(() -> client.changes().size() == 4);
            assertThat(follower.follow(client.changes().subList(3, 4)).replica().id())
                    .isEqualTo(server.workspace.environment(PRODUCTION).stateId());
        }
    }

    @Test
    void whoMissedALittleOfALargeStateStillGetsOneDelta() throws Exception {
        String from =
                server.workspace.environment(PRODUCTION).stateId().eventId().toString();
        server.set("f", 1);
        server.set("f", 2);

        try (SseClient client = SseClient.open(server.port, SdkServer.KEY, Map.of("Last-Event-ID", from))) {
            client.await("delta");

            assertThat(client.changes()).extracting(SseClient.Event::name).containsExactly("hello", "delta");
        }
    }

    @Test
    void aChangeThatIsLargerThanAnEventMayBeIsFetchedToo() throws Exception {
        try (SseClient client = SseClient.open(server.port, SdkServer.KEY, Map.of())) {
            client.await("refetch");

            server.write(state -> Large.setMany(state, 100, "y".repeat(3_000)));

            client.await("refetch", 1);
            assertThat(client.changes())
                    .extracting(SseClient.Event::name)
                    .containsExactly("hello", "refetch", "refetch");
        }
    }

    @Test
    void ofManyWhoComeBackFromBeforeALargeChangeNoneHasADeltaMadeThatIsNotSent() {
        List<StateId> before = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            before.add(state());
            server.set("f", i);
        }
        before.add(state());
        server.write(state -> Large.set(state, "g", 1, "x".repeat(1 << 20)));
        Published newest = server.hub.published(PRODUCTION);

        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = memory.getCurrentThreadAllocatedBytes();
        for (StateId from : before) {
            assertThat(newest.deltaFrom(from)).isNull();
        }

        assertThat(memory.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes that 101 of 1 MB would take")
                .isLessThan(20L << 20);
    }

    @Test
    void aDeltaIsSentUpToTheVeryBoundOfAnEvent() {
        Replica first = server.workspace.environment(PRODUCTION).replica();
        server.set("f", 1);
        Replica second = server.workspace.environment(PRODUCTION).replica();
        server.write(state -> Large.set(state, "g", 1, "x".repeat(10_000)));
        Replica third = server.workspace.environment(PRODUCTION).replica();
        int size = steps(Integer.MAX_VALUE, first, second, third)
                .deltaFrom(first.id())
                .length();
        int last =
                steps(Integer.MAX_VALUE, second, third).deltaFrom(second.id()).length();

        assertThat(steps(size, first, second, third).deltaFrom(first.id())).isNotNull();
        assertThat(steps(size - 1, first, second, third).deltaFrom(first.id())).isNull();
        assertThat(steps(last, second, third).deltaFrom(second.id())).isNotNull();
        assertThat(steps(last - 1, second, third).deltaFrom(second.id())).isNull();
    }

    private static Published steps(int largestEvent, Replica first, Replica... next) {
        Published published = Published.first(first, Runnable::run, largestEvent, 0);
        for (Replica each : next) {
            published = published.then(each, false, 0);
        }
        return published;
    }

    private StateId state() {
        return server.workspace.environment(PRODUCTION).stateId();
    }

    @Test
    void whoAreManyAreSpreadAcrossTheTimeThatTheNodeNeedsForThemAll() {
        Published published = server.hub.published(PRODUCTION);
        var stream = new EnvironmentStream(
                PRODUCTION,
                published,
                StreamLimits.STANDARD,
                new StreamMetrics(server.metrics, () -> 0),
                System::nanoTime);

        assertThat(stream.withinMillis(published)).isZero();
        stream.count(1_000);
        assertThat(stream.withinMillis(published)).isBetween(300L, 500L);
        stream.count(1_000_000);
        assertThat(stream.withinMillis(published)).isEqualTo(15_000);
    }

    @Test
    void theSizeThatDecidesIsNeverBelowTheRealOne() {
        Published published = server.hub.published(PRODUCTION);

        assertThat(published.bytes())
                .isGreaterThanOrEqualTo(Samples.get(published.json()).length())
                .isLessThan(Samples.get(published.json()).length() + 1_000);
    }

    private Replica fetch() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + "/sdk/v1/snapshot"))
                .header("Authorization", "Bearer " + SdkServer.KEY)
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body()).hasSizeLessThan(100_000);
        byte[] data = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        return Replica.of(new WireCodec().decodeSnapshot(data));
    }
}
