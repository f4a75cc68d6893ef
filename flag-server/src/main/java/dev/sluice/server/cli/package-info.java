/**
 * The commands for people and pipelines that speak to a running server by its REST API, as anybody may. For the class that holds all
 * commands together.
 */
@NullMarked
package dev.sluice.server.cli;

import org.jspecify.annotations.NullMarked;
