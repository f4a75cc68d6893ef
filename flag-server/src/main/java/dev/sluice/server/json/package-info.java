/**
 * Reading what people send and what we stored: strict JSON trees, typed fields with pointers, and the form of a refusal.
 * For every package that reads a document.
 */
@NullMarked
package dev.sluice.server.json;

import org.jspecify.annotations.NullMarked;
