/** Random harm: its plan, and what it must not do. */
@NullMarked
package dev.sluice.rig.chaos;

import org.jspecify.annotations.NullMarked;
