/** The demo shop: one jar with every program of the demo, chosen by the first argument. */
@NullMarked
package dev.sluice.shop;

import org.jspecify.annotations.NullMarked;
