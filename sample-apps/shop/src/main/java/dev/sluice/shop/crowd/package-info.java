/** The shoppers: who they are, where they come from, and when each of them orders. */
@NullMarked
package dev.sluice.shop.crowd;

import org.jspecify.annotations.NullMarked;
