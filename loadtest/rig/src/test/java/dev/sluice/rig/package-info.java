/** What only shows when the real programs run together. */
@NullMarked
package dev.sluice.rig;

import org.jspecify.annotations.NullMarked;
