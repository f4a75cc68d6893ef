/** What the client keeps on disk. Not for applications. */
@NullMarked
package dev.sluice.sdk.internal.disk;

import org.jspecify.annotations.NullMarked;
