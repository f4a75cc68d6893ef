/**
 * The Sluice client for applications: ask {@link dev.sluice.sdk.FlagClient} who gets what. Rules are held in memory and
 * followed as they change; a question is answered in this process, without a lock, a call or an allocation.
 */
@NullMarked
package dev.sluice.sdk;

import org.jspecify.annotations.NullMarked;
