/** Load balancers in front of nodes, configured as {@code docs/proxies} recommends: for the rig. */
@NullMarked
package dev.sluice.rig.balance;

import org.jspecify.annotations.NullMarked;
