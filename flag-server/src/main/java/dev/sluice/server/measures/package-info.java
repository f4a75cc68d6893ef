/**
 * What SDKs report of their evaluations: taken once, gathered by flag and time, kept in Redis for a while, and read over all nodes.
 * Knows no HTTP and no streams.
 */
@NullMarked
package dev.sluice.server.measures;

import org.jspecify.annotations.NullMarked;
