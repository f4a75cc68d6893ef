package dev.sluice.sdk.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Status and headers of an answer.
 *
 * @param status the HTTP status code
 * @param headers by name, whatever its case; the first value of each
 */
public record Head(int status, Map<String, String> headers) {

    /** A head that no longer depends on the given map. */
    public Head {
        TreeMap<String, String> lowered = new TreeMap<>();
        headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
        headers = lowered;
    }

    /** A head from headers that may repeat. */
    public static Head of(int status, Map<String, List<String>> headers) {
        TreeMap<String, String> first = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (!values.isEmpty()) {
                first.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        return new Head(status, first);
    }

    /** The header of this name, if the answer has it. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
