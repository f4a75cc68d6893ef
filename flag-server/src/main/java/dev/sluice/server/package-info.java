/** The program: configuration, the one place where everything is wired, and the command line. For nobody to import. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
