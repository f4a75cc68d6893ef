package dev.sluice.server.stream;

import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.geo.MmdbGeoLocator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of places by address: the one that ships in the jar, or the operator's, which is read again when it changes. Held in
 * memory once, for the server's own decisions and for SDKs that fetch it. Thread-safe.
 */
public final class GeoDatabase {

    private static final Logger log = LoggerFactory.getLogger(GeoDatabase.class);
    private static final String BUNDLED = "/geo/country.mmdb";

    private final @Nullable Path file;
    private final MmdbGeoLocator locator = new MmdbGeoLocator();
    private @Nullable FileTime read;
    private volatile @Nullable Content content;

    /** The bytes and their name. */
    record Content(Buffer bytes, String etag) {}

    private GeoDatabase(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Reads the operator's file, or the bundled one if none is named.
     *
     * @throws IllegalArgumentException if the named file is not a database
     */
    public static GeoDatabase load(@Nullable Path file) {
        var database = new GeoDatabase(file);
        try {
            if (file != null) {
                database.read = Files.getLastModifiedTime(file);
                database.take(Files.readAllBytes(file));
            } else {
                database.takeBundled();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file == null
                            ? "the bundled geo database can't be read"
                            : "SLUICE_GEO_DB: the file can't be read; expected the path of an .mmdb file",
                    e);
        }
        return database;
    }

    /** Finds places; knows none if there is no database. */
    public GeoLocator locator() {
        return content == null ? GeoLocator.none() : locator;
    }

    /** Takes the operator's file again if it has changed; a bad one is refused and the old one kept. Blocks. */
    public synchronized void refresh() {
        if (file == null) {
            return;
        }
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(read)) {
                read = now;
                take(Files.readAllBytes(file));
                log.info("the geo database has been read again");
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the geo database has changed and can't be read; keeping the one from before", e);
        }
    }

    @Nullable
    Content content() {
        return content;
    }

    private void takeBundled() throws IOException {
        try (InputStream in = GeoDatabase.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                log.warn("this build holds no geo database; rules by place need SLUICE_GEO_DB");
            } else {
                take(in.readAllBytes());
            }
        }
    }

    private void take(byte[] bytes) throws IOException {
        locator.load(bytes);
        content = new Content(Events.shared(bytes), "\"" + digest(bytes) + "\"");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
