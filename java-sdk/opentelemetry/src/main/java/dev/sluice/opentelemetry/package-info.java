/**
 * Evaluations of flags as OpenTelemetry events: {@link dev.sluice.opentelemetry.FlagEvents} for the client, and
 * {@link dev.sluice.opentelemetry.FlagEventsHook} for OpenFeature.
 */
@NullMarked
package dev.sluice.opentelemetry;

import org.jspecify.annotations.NullMarked;
