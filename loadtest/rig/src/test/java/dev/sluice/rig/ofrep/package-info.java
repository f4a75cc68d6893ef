/** The server as OpenFeature clients meet it: by the providers that others have written, unmodified. */
@NullMarked
package dev.sluice.rig.ofrep;

import org.jspecify.annotations.NullMarked;
