/** Redis as the store: key names, the two scripts, the client, and the embedded Redis of the default set-up. For the wiring only. */
@NullMarked
package dev.sluice.server.store.redis;

import org.jspecify.annotations.NullMarked;
