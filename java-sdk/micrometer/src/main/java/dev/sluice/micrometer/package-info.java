/** Meters of a flag client for Micrometer: {@link dev.sluice.micrometer.FlagClientMetrics}. */
@NullMarked
package dev.sluice.micrometer;

import org.jspecify.annotations.NullMarked;
