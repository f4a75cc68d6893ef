package dev.sluice.jmh.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.jmh.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the libraries that read files have in common. */
final class PeerFiles {
    /** The countries of the rules of W3 that look at one, in their order, without the third rule. */
    static final List<List<String>> COUNTRIES = List.of(
            List.of("AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE"),
            List.of("DE", "IT", "LU", "NL", "NO", "PL", "PT", "SE", "CZ", "SK"),
            List.of("US", "CA", "MX", "BR", "AR", "CL", "PE", "CO", "UY", "PY"),
            List.of("JP", "KR", "DE", "IN", "AU", "NZ", "SG", "ZA", "KE", "EG"));

    private PeerFiles() {}

    /** All flags, each made by one of four ways. */
    static Map<String, Object> flags(
            Function<String, Object> on,
            Function<String, Object> half,
            Function<String, Object> rules,
            Function<String, Object> list) {
        Map<String, Object> flags = new LinkedHashMap<>();
        flags.put(Workloads.W1, on.apply(Workloads.W1));
        flags.put(Workloads.W2, half.apply(Workloads.W2));
        flags.put(Workloads.W3, rules.apply(Workloads.W3));
        flags.put(Workloads.W4, list.apply(Workloads.W4));
        for (String key : Workloads.manyKeys()) {
            flags.put(key, half.apply(key));
        }
        return flags;
    }

    static Path write(Object json) {
        try {
            Path file = Files.createTempFile("sluice-peer", ".json");
            file.toFile().deleteOnExit();
            new ObjectMapper().writeValue(file.toFile(), json);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes sure that a library decides what the workloads mean; where users land in a split is each one's own affair. */
    static void check(String library, boolean w1, boolean listed, boolean unlisted) {
        if (!w1 || !listed || unlisted) {
            throw new IllegalStateException(library + " decides otherwise: W1 " + w1 + ", W4 hit " + listed
                    + ", W4 miss " + unlisted + "; expected true, true, false");
        }
    }

    /** Makes sure that about half of the users are in. */
    static void checkHalf(String library, long on, long of) {
        if (Math.abs((double) on / of - 0.5) > 0.1) {
            throw new IllegalStateException(
                    library + " is on for " + on + " of " + of + " users; expected half of them");
        }
    }
}
