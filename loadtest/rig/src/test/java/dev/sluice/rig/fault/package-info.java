/** The fault tools themselves: a test that trusts a broken tool proves nothing. */
@NullMarked
package dev.sluice.rig.fault;

import org.jspecify.annotations.NullMarked;
