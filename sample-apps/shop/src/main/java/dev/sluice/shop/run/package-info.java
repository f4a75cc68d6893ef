/** Everything at once: starts, supervises and stops the programs of the demo, and takes its commands. */
@NullMarked
package dev.sluice.shop.run;

import org.jspecify.annotations.NullMarked;
