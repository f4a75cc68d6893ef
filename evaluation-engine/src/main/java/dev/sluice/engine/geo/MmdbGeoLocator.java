package dev.sluice.engine.geo;

import dev.sluice.engine.GeoLocation;
import dev.sluice.engine.GeoLocator;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds places in a MaxMind database, with a cache in front. */
@SuppressWarnings("DoNotCallSuggester")
public final class MmdbGeoLocator implements GeoLocator {
    public MmdbGeoLocator() {}

    /** Takes another database from a file; on any trouble throws and keeps the one it has. */
    public void load(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Takes another database from memory; on any trouble throws and keeps the one it has. */
    public void load(byte[] database) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable GeoLocation locate(String ip) {
        throw new UnsupportedOperationException();
    }
}
