package dev.sluice.server.stream;

import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes with many bytes. */
final class Large {

    private Large() {}

    /** Sets a flag to a value; its record carries the padding in a field that readers ignore. */
    static Optional<Write> set(ProjectState state, String flag, long value, String padding) {
        String plain = new String(Samples.record(flag, value), StandardCharsets.UTF_8);
        String padded = plain.substring(0, plain.length() - 1) + ",\"note\":\"" + padding + "\"}";
        return Optional.of(new Write(
                Samples.PROJECT,
                null,
                List.of(new EnvironmentChange(
                        "production",
                        false,
                        state.environments().get("production").stateId().revision(),
                        Map.of(),
                        Map.of(),
                        Map.of(flag, Optional.of(Samples.bytes(padded))),
                        Map.of(),
                        false)),
                Samples.audit("flag.change")));
    }
}
