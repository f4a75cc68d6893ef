/** Ports of loopback, for tests of all modules. */
@NullMarked
package dev.sluice.ports;

import org.jspecify.annotations.NullMarked;
