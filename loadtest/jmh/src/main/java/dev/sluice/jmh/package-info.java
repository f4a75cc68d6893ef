/**
 * Measures what a decision costs: the engine and the client beside the least program that gives the same answers. For the people who
 * build Sluice; nothing here is shipped.
 */
@NullMarked
package dev.sluice.jmh;

import org.jspecify.annotations.NullMarked;
