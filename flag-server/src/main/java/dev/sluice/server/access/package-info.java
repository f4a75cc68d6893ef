/**
 * Who is calling and what they may do: keys, the admin token, sessions, permissions. For the packages that serve HTTP.
 *
 * <p>A secret is read here once, turned into a digest, and never stored, logged or put into a message.
 */
@NullMarked
package dev.sluice.server.access;

import org.jspecify.annotations.NullMarked;
