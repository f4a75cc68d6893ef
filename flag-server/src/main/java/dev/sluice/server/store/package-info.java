/**
 * What the server knows and how it is changed: the node's memory ({@link dev.sluice.server.store.Workspace}), the
 * documents of one write, and the seam to the durable store below. For everybody in the server; nothing here knows HTTP,
 * and authored documents are opaque bytes.
 */
@NullMarked
package dev.sluice.server.store;

import org.jspecify.annotations.NullMarked;
