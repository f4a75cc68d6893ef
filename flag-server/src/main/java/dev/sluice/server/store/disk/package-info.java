/** What a node keeps on its own disk, so that it can start, and give Redis back what it lost. For the wiring. */
@NullMarked
package dev.sluice.server.store.disk;

import org.jspecify.annotations.NullMarked;
