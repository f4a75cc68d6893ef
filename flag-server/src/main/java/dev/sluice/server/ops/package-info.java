/** What operators see and need: the data folder, probes and metrics on the management port. Knows no feature of the product. */
@NullMarked
package dev.sluice.server.ops;

import org.jspecify.annotations.NullMarked;
