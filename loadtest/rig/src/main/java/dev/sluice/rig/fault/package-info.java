/** Tools that break what lies between processes: for the rig, and for whoever writes a test of a fault. */
@NullMarked
package dev.sluice.rig.fault;

import org.jspecify.annotations.NullMarked;
