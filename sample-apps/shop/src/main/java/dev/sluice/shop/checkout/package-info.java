/** What the shop sells with: an order, and the two checkouts it can go through. */
@NullMarked
package dev.sluice.shop.checkout;

import org.jspecify.annotations.NullMarked;
