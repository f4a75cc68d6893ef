package dev.sluice.sdk;

import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Transport;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What following one environment needs from outside itself; tests give their own.
 *
 * @param loop where everything runs, and its time
 * @param transport the way to the server
 * @param timing how long everything may take
 * @param random draws delays
 * @param wallClock only to read a {@code Retry-After} that is a date
 * @param complaints the log
 * @param counts counts decisions; null when they are not to be counted
 * @param instance by which servers know this process
 */
record Wiring(
        Loop loop,
        Transport transport,
        Timing timing,
        RandomGenerator random,
        InstantSource wallClock,
        Complaints complaints,
        @Nullable Counts counts,
        Instance instance) {}
