/**
 * From an IP address to a place, by a MaxMind database. For whoever wires an evaluator that shall know geography. The only
 * package of the engine that sees files, the database reader and a cache.
 */
@NullMarked
package dev.sluice.engine.geo;

import org.jspecify.annotations.NullMarked;
