/** Witnesses: clients that remember what they saw, writers that remember what they were told, and the log that judges both. */
@NullMarked
package dev.sluice.rig.watch;

import org.jspecify.annotations.NullMarked;
