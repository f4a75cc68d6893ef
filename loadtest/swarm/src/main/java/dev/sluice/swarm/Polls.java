package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The poll of a state of 50 KiB, by who has nothing (200) and by who has it (304), beside the broadcaster in alternating rounds. */
final class Polls implements Part {
    private static final int FLAGS = 48;
    private static final int FLAG_TEXT = 640;

    private final Scale scale;
    private final List<String> jvmFlags;

    Polls(Scale scale, List<String> jvmFlags) {
        this.scale = scale;
        this.jvmFlags = jvmFlags;
    }

    @Override
    public void run(ObjectNode result) throws Exception {
        try (Sluice sluice = Sluice.start(jvmFlags)) {
            Sluice.Place place = sluice.project("polls", FLAG_TEXT);
            sluice.fill("polls", FLAGS, FLAG_TEXT);
            PollLoad.Load first = PollLoad.run(place, "", scale.load());
            int bytes = (int) first.bodyBytes();
            result.put("bodyBytes", bytes).put("connections", 64);
            try (Bare bare = Bare.start(1_024, bytes, jvmFlags)) {
                PollLoad.run(bare, "", scale.load());
                ArrayNode json = result.putArray("rounds");
                List<Double> whole = new ArrayList<>();
                List<Double> unchanged = new ArrayList<>();
                for (int round = 0; round < scale.rounds(); round++) {
                    ObjectNode both = json.addObject();
                    double[] limit = round(bare, both.putObject(bare.name()));
                    double[] ours = round(place, both.putObject(place.name()));
                    whole.add(ours[0] / limit[0]);
                    unchanged.add(ours[1] / limit[1]);
                }
                result.putObject("ratioToBare")
                        .put("200", Results.rounded(Results.median(whole)))
                        .put("304", Results.rounded(Results.median(unchanged)));
            }
        }
    }

    private double[] round(Target target, ObjectNode one) throws Exception {
        String etag = PollLoad.etag(target);
        PollLoad.Load whole = load(one, PollLoad.run(target, "", scale.load()), 200);
        PollLoad.Load unchanged = load(one, PollLoad.run(target, etag, scale.load()), 304);
        Progress.say(
                "polls of %s: %,.0f a second (200), %,.0f a second (304)",
                target.name(), whole.requestsASecond(), unchanged.requestsASecond());
        return new double[] {whole.requestsASecond(), unchanged.requestsASecond()};
    }

    private static PollLoad.Load load(ObjectNode one, PollLoad.Load load, int expected) {
        if (load.status() != expected) {
            throw new IllegalStateException("a poll was answered " + load.status() + "; expected " + expected);
        }
        one.putObject("" + expected)
                .put("requestsASecond", Results.rounded(load.requestsASecond()))
                .put("cpuMicrosARequest", Results.rounded(load.cpuMicrosARequest()));
        return load;
    }
}
