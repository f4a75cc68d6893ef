/** Rows that people send and get: NDJSON and CSV, one at a time. The only package that sees the CSV library. */
@NullMarked
package dev.sluice.server.rows;

import org.jspecify.annotations.NullMarked;
