package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.bytes;

import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A write of two flags that always have the same value. */
final class Pairs {

    private Pairs() {}

    static Optional<Write> set(ProjectState state, long value) {
        byte[] authored = bytes("{\"value\":" + value + "}");
        return Optional.of(new Write(
                PROJECT,
                null,
                List.of(new EnvironmentChange(
                        "production",
                        false,
                        state.environments().get("production").stateId().revision(),
                        Map.of("left", Optional.of(authored), "right", Optional.of(authored)),
                        Map.of(),
                        Map.of(
                                "left", Optional.of(Samples.record("left", value)),
                                "right", Optional.of(Samples.record("right", value))),
                        Map.of(),
                        false)),
                Samples.audit("flag.change")));
    }
}
