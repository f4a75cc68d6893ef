/**
 * The proof ledger: which test proves which promise. Tests name the rows they prove with {@link dev.sluice.proof.Proves},
 * every test run leaves its results beside the module's classes, and {@link dev.sluice.proof.ProofsReport} turns them
 * into {@code docs/proofs.md}. Every module of the house may depend on this package, in test scope only.
 */
@NullMarked
package dev.sluice.proof;

import org.jspecify.annotations.NullMarked;
