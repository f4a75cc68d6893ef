/** Random harm by a literal seed, and what must hold after all of it. */
@NullMarked
package dev.sluice.rig.chaos;

import org.jspecify.annotations.NullMarked;
