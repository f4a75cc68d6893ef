/**
 * What people write down about flags and segments, in the form that travels on the wire: records that check themselves. For
 * whoever reads, writes or compiles definitions.
 */
@NullMarked
package dev.sluice.engine.model;

import org.jspecify.annotations.NullMarked;
