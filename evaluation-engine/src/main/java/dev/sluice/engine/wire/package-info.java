/**
 * The wire form: records as bytes, snapshots and deltas as events, and the replica that applies them. For the server, which
 * writes them, and for SDKs, which follow them. The only package of the engine that sees JSON.
 */
@NullMarked
package dev.sluice.engine.wire;

import org.jspecify.annotations.NullMarked;
