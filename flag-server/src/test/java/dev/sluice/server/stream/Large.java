package dev.sluice.server.stream;

import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes with many bytes. */
final class Large {

    private Large() {}

    /** Sets a flag to a value; its record carries the padding in a field that readers ignore. */
    static Optional<Write> set(ProjectState state, String flag, long value, String padding) {
        return set(state, "production", flag, value, padding);
    }

    static Optional<Write> set(ProjectState state, String environment, String flag, long value, String padding) {
        return write(state, environment, Map.of(flag, Optional.of(record(flag, value, padding))));
    }

    /** Sets that many flags to their number. */
    static Optional<Write> setMany(ProjectState state, int count, String padding) {
        return setMany(state, "production", count, padding);
    }

    static Optional<Write> setMany(ProjectState state, String environment, int count, String padding) {
        Map<String, Optional<byte[]>> records = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            records.put("flag-" + i, Optional.of(record("flag-" + i, i, padding)));
        }
        return write(state, environment, records);
    }

    /** Makes one more environment, empty. */
    static Optional<Write> environment(String key) {
        return Optional.of(new Write(
                Samples.PROJECT, null, List.of(EnvironmentChange.creation(key)), Samples.audit("environment.create")));
    }

    private static byte[] record(String flag, long value, String padding) {
        String plain = new String(Samples.record(flag, value), StandardCharsets.UTF_8);
        return Samples.bytes(plain.substring(0, plain.length() - 1) + ",\"note\":\"" + padding + "\"}");
    }

    private static Optional<Write> write(
            ProjectState state, String environment, Map<String, Optional<byte[]>> records) {
        return Optional.of(new Write(
                Samples.PROJECT,
                null,
                List.of(new EnvironmentChange(
                        environment,
                        false,
                        state.environments().get(environment).stateId().revision(),
                        Map.of(),
                        Map.of(),
                        records,
                        Map.of(),
                        false)),
                Samples.audit("flag.change")));
    }
}
