/**
 * Thousands of event streams from one process, the least program that could serve them, and the measurements of the flag server beside
 * it. For the people who build Sluice; it knows the server by HTTP alone.
 */
@NullMarked
package dev.sluice.swarm;

import org.jspecify.annotations.NullMarked;
