/** The shop as a process: two builds of it, its HTTP door, its readiness and its drain. */
@NullMarked
package dev.sluice.shop.web;

import org.jspecify.annotations.NullMarked;
