package dev.sluice.server.rows;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How rows are written. */
public enum RowFormat {
    /** A JSON value a line. */
    NDJSON("application/x-ndjson"),
    /** RFC 4180; the first line names the columns. */
    CSV("text/csv");

    private final String mediaType;

    RowFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** As {@code Content-Type} and {@code Accept} name it. */
    public String mediaType() {
        return mediaType;
    }

    /** The format that a header names, whatever its parameters; empty if it is neither. */
    public static Optional<RowFormat> named(@Nullable String header) {
        String bare = header == null ? "" : header.split(";", 2)[0].trim();
        return Stream.of(values())
                .filter(format -> format.mediaType.equalsIgnoreCase(bare))
                .findFirst();
    }
}
