/** Which flags are due to go away, and who still uses them. For the HTTP layer. */
@NullMarked
package dev.sluice.server.upkeep;

import org.jspecify.annotations.NullMarked;
