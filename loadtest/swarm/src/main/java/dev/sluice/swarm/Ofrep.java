package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decisions by OFREP for one user: of one flag with a split, of all flags, and of all flags for who has them already. */
final class Ofrep implements Part {
    private static final String FLAGS = "/ofrep/v1/evaluate/flags";
    private static final String INSTANCE = "5f0c1d52-8b0e-4c1e-9a53-6d8f2f6d2a11";
    private static final String CONTEXT =
            "{\"context\":{\"targetingKey\":\"user-4711\",\"plan\":\"gold\",\"country\":\"DE\"}}";
    private static final int OTHERS = 19;

    private final Scale scale;
    private final List<String> jvmFlags;

    Ofrep(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("ofrep", 1);
            sluice.fill("ofrep", OTHERS, 20);
            sluice.rest()
                    .act(
                            "PUT",
                            place.path() + "percentage",
                            Map.of("variation", "on", "percentage", 50, "enable", true))
                    .expectSuccess();
            result.put("connections", 64).put("flags", OTHERS + 1);
            ArrayNode rounds = result.putArray("rounds");
            List<Double> single = new ArrayList<>();
            for (int round = 0; round < scale.rounds(); round++) {
                ObjectNode one = rounds.addObject();
                single.add(load(place, one, "single", FLAGS + "/switch", "", 200));
                load(place, one, "bulk", FLAGS, "", 200);
                load(place, one, "unchanged", FLAGS, "If-None-Match: " + etag(place) + "\r\n", 304);
            }
            result.put("singleRequestsASecond", Results.rounded(Results.median(single)));
        }
    }

    private double load(Target target, ObjectNode round, String name, String path, String more, int expected)
            throws IOException {
        byte[] body = CONTEXT.getBytes(StandardCharsets.UTF_8);
        byte[] head = Answer.request(
                "POST",
                path,
                target.uri().getAuthority(),
                target.sdkKey(),
                INSTANCE,
                "Content-Type: application/json\r\n" + more + "Content-Length: " + body.length + "\r\n");
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        PollLoad.Load load = PollLoad.run(target, request, scale.load());
        if (load.status() != expected) {
            throw new IllegalStateException(name + " was answered " + load.status() + "; expected " + expected);
        }
        round.putObject(name)
                .put("bodyBytes", load.bodyBytes())
                .put("requestsASecond", Results.rounded(load.requestsASecond()))
                .put("cpuMicrosARequest", Results.rounded(load.cpuMicrosARequest()));
        Progress.say("OFREP %s: %,.0f a second", name, load.requestsASecond());
        return load.requestsASecond();
    }

    private static String etag(Target target) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(target.uri().resolve(FLAGS))
                                .header("Authorization", "Bearer " + target.sdkKey())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(CONTEXT))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }
}
