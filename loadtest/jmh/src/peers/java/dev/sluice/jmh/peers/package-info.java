/**
 * The same workloads in other libraries, each fed from memory or a local file: no network, no service. Measured, never shipped; built
 * in the profile {@code peers} only.
 */
@NullMarked
package dev.sluice.jmh.peers;

import org.jspecify.annotations.NullMarked;
