/**
 * Starts the real programs (flag server, Redis) as processes and drives them from outside, for end-to-end tests, fault tests and
 * figures. For the people who build Sluice; it knows the server by HTTP alone.
 */
@NullMarked
package dev.sluice.rig;

import org.jspecify.annotations.NullMarked;
