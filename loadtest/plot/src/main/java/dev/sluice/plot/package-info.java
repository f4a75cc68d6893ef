/** Draws what was measured, for all programs of the load tests. */
@NullMarked
package dev.sluice.plot;

import org.jspecify.annotations.NullMarked;
