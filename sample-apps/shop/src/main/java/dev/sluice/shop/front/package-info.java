/** The door to the shops: sends orders to ready instances, keeps the score and shows it. */
@NullMarked
package dev.sluice.shop.front;

import org.jspecify.annotations.NullMarked;
