/** The story of the demo, played against a running one and judged by what shoppers met. */
@NullMarked
package dev.sluice.shop.story;

import org.jspecify.annotations.NullMarked;
