/**
 * The public HTTP face: one table of routes with their permissions, one mapping of errors to problem details, the REST
 * API, the live events and the pages of the admin UI. For the class that wires the server.
 */
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
