package dev.sluice.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The name by which servers know this process.
 *
 * <p>A process that is restored from a checkpoint, perhaps many times over, is another one each time, and needs another name, or
 * servers would take all of them for one. Java has no sign of its own for that, but clocks tell: the wall clock has gone on while
 * the process stood still, its elapsed time has not. Where they have parted by more than 10 seconds since the last look, there is a
 * new name. A laptop that slept and a clock that was set look alike, and get one, too, which harms nobody. Thread-safe.
 */
final class Instance {

    private static final Duration APART = Duration.ofSeconds(10);

    private final Supplier<String> names;
    private final LongSupplier elapsedNanos;
    private final InstantSource wallClock;
    private String name;
    private Instant wallAt;
    private long nanosAt;

    Instance(Supplier<String> names, LongSupplier elapsedNanos, InstantSource wallClock) {
        this.names = names;
        this.elapsedNanos = elapsedNanos;
        this.wallClock = wallClock;
        this.name = names.get();
        this.wallAt = wallClock.instant();
        this.nanosAt = elapsedNanos.getAsLong();
    }

    synchronized String name() {
        return name;
    }

    /** Looks at the clocks; the new name, or null when it is still the old one. */
    @Nullable
    synchronized String renewed() {
        Instant wall = wallClock.instant();
        long nanos = elapsedNanos.getAsLong();
        Duration apart = Duration.between(wallAt, wall).minusNanos(nanos - nanosAt);
        wallAt = wall;
        nanosAt = nanos;
        if (apart.abs().compareTo(APART) <= 0) {
            return null;
        }
        name = names.get();
        return name;
    }
}
