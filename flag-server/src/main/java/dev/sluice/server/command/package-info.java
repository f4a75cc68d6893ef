/**
 * Every write, whoever asks for it: the documents people author, the one validator, the conversion to the wire form, the
 * planners that turn an intent into one atomic write, and the words that say who gets what. For the HTTP layer and for
 * whatever else changes flags; knows nothing of HTTP or Redis.
 */
@NullMarked
package dev.sluice.server.command;

import org.jspecify.annotations.NullMarked;
