package dev.sluice.sdk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a client gets the database that turns an IP address into a country. */
public final class GeoOption {

    private static final GeoOption AUTO = new GeoOption(true, null);
    private static final GeoOption OFF = new GeoOption(false, null);

    private final boolean fetched;
    private final @Nullable Path file;

    private GeoOption(boolean fetched, @Nullable Path file) {
        this.fetched = fetched;
        this.file = file;
    }

    /** From the server, as soon as a rule needs it; the usual. */
    public static GeoOption auto() {
        return AUTO;
    }

    /** From nowhere: a rule that asks for a country matches only contexts that say theirs. */
    public static GeoOption off() {
        return OFF;
    }

    /** From a file in MaxMind's format, read when the client starts. */
    public static GeoOption file(Path mmdb) {
        return new GeoOption(false, mmdb);
    }

    boolean fetched() {
        return fetched;
    }

    @Nullable
    Path path() {
        return file;
    }

    @Override
    public String toString() {
        return fetched ? "auto" : file == null ? "off" : "file " + file;
    }
}
