package dev.sluice.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.StateId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a node holds of the demo's production environment, asked the way SDKs ask. */
public final class Ends {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Ends() {}

    /** The state that the node serves now. */
    public static StateId stateOf(ServerProcess node) throws IOException, InterruptedException {
        return stateAt(node.uri());
    }

    /**
     * The one state that all nodes serve, as soon as they do.
     *
     * @throws IllegalStateException when they differ for that long
     */
    public static StateId oneStateOf(Nodes nodes, Duration limit) throws IOException, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            List<StateId> states = new ArrayList<>();
            for (ServerProcess node : nodes.all()) {
                states.add(stateOf(node));
            }
            if (states.stream().allMatch(states.get(0)::equals)) {
                return states.get(0);
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("nodes differ after " + limit + ": " + states);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static StateId stateAt(URI server) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(server.resolve("/sdk/v1/snapshot"))
                        .header("Authorization", "Bearer " + Nodes.SDK_KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("a snapshot was answered " + answer.statusCode());
        }
        var snapshot = new ObjectMapper().readTree(answer.body());
        return new StateId(
                Epoch.parse(snapshot.path("epoch").asText()),
                snapshot.path("revision").asLong(),
                EnvironmentHash.parse(snapshot.path("hash").asText()));
    }
}
