/**
 * What the client says to a server and hears from it, below any meaning: requests, answers and the bytes of an event
 * stream. For the client's own use; nothing here is part of the public API.
 */
@NullMarked
package dev.sluice.sdk.internal.http;

import org.jspecify.annotations.NullMarked;
