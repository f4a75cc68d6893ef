/** Deciding flags for contexts that somebody asks about, with the same engine that SDKs have. For the HTTP layer. */
@NullMarked
package dev.sluice.server.evaluate;

import org.jspecify.annotations.NullMarked;
