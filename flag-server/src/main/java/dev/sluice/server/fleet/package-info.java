/** Who evaluates what: sessions of SDKs, their acknowledgements, and whether a state is in force everywhere. For commands and screens. */
@NullMarked
package dev.sluice.server.fleet;

import org.jspecify.annotations.NullMarked;
