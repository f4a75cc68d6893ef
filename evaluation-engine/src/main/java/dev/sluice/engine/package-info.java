/**
 * The evaluation engine, for whoever decides a flag: the SDK in an application, the server in a preview, a gateway at the
 * edge. Everything here is a pure function over immutable state: no input or output, no clock, no threads, no logging, no
 * JSON.
 */
@NullMarked
package dev.sluice.engine;

import org.jspecify.annotations.NullMarked;
