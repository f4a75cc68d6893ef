package dev.sluice.sdk;

import dev.sluice.engine.wire.Replica;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A state that was known before a server has been heard.
 *
 * @param age time since a server last said that it is the newest; null when nobody knows
 */
record Recalled(Replica state, FlagSource source, @Nullable Duration age) {}
