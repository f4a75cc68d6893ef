/** What code leaves to the garbage collector, for tests of all modules. */
@NullMarked
package dev.sluice.garbage;

import org.jspecify.annotations.NullMarked;
