/**
 * The limit: the workloads written by hand, as fast as we know how to, with nothing that a program of one's own would not need. What
 * Sluice costs is told as a multiple of it, so it must never be made slower than it can be.
 */
@NullMarked
package dev.sluice.jmh.limit;

import org.jspecify.annotations.NullMarked;
