package dev.sluice.engine.geo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.db.Reader;
import dev.sluice.engine.GeoLocation;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds places in a MaxMind database that is held in memory, with a cache of recent addresses in front. Knows no place until a
 * database is loaded. Another one can be loaded at any time, and takes effect at once; one that can't be read changes nothing.
 * Safe for any number of threads; {@link #locate} never blocks and never throws.
 *
 * <p>In a damaged database, data may point to itself; the reader then runs until the stack is full, which is why that error is
 * caught like the others. The file is read whole, not mapped: somebody may write over it while it is in use.
 */
public final class MmdbGeoLocator implements GeoLocator {
    private static final long MOST_CACHED = 10_000;
    private static final GeoLocation UNKNOWN = new GeoLocation(null, null, null, null, null, null, null);
    private static final byte[] SAMPLES = {1, 5, 8, 31, 41, 62, 77, 80, 91, 103, 126, (byte) 185, (byte) 203, (byte) 217
    };

    private volatile @Nullable Loaded loaded;

    private record Loaded(Reader reader, Cache<String, GeoLocation> cache) {}

    public MmdbGeoLocator() {}

    /** Takes a database from a file. Throws {@link IOException} if it can't be read, and keeps the one it has. */
    public void load(Path file) throws IOException {
        load(Files.readAllBytes(file));
    }

    /** Takes a database from memory. Throws {@link IOException} if it can't be read, and keeps the one it has. */
    public void load(byte[] database) throws IOException {
        Reader reader;
        try {
            reader = new Reader(new ByteArrayInputStream(database));
            tryOut(reader);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("the geo database is damaged", e);
        }
        loaded = new Loaded(
                reader, Caffeine.newBuilder().maximumSize(MOST_CACHED).build());
    }

    /** Looks up addresses from here and there, since a damaged database may open well. */
    private static void tryOut(Reader reader) throws IOException {
        for (byte first : SAMPLES) {
            place(reader, InetAddress.getByAddress(new byte[] {first, first, first, first}));
        }
        if (reader.getMetadata().ipVersion() == 6) {
            place(reader, InetAddress.getByAddress(new byte[] {0x2a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        }
    }

    /** When the database was made; null while none is loaded. */
    public @Nullable Instant builtAt() {
        Loaded now = loaded;
        return now == null ? null : now.reader.getMetadata().buildTime();
    }

    @Override
    public @Nullable GeoLocation locate(String ip) {
        Loaded now = loaded;
        if (now == null) {
            return null;
        }
        GeoLocation place = now.cache.getIfPresent(ip);
        if (place == null) {
            IpAddress address = IpAddress.parse(ip);
            if (address == null) {
                return null; // a text of any length, which may come from anybody: it is not kept
            }
            place = lookUp(now.reader, address);
            now.cache.put(ip, place);
        }
        return place.equals(UNKNOWN) ? null : place;
    }

    private static GeoLocation lookUp(Reader reader, IpAddress address) {
        if (!address.isV4() && reader.getMetadata().ipVersion() == 4) {
            return UNKNOWN;
        }
        try {
            return place(reader, InetAddress.getByAddress(address.toBytes()));
        } catch (IOException | RuntimeException | StackOverflowError damaged) {
            return UNKNOWN;
        }
    }

    private static GeoLocation place(Reader reader, InetAddress address) throws IOException {
        Map<?, ?> data = reader.get(address, Map.class);
        return data == null ? UNKNOWN : Places.of(data);
    }
}
