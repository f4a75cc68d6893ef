/**
 * Sluice behind the OpenFeature API: {@link dev.sluice.openfeature.SluiceProvider}. For applications that ask OpenFeature and not
 * the client itself.
 */
@NullMarked
package dev.sluice.openfeature;

import org.jspecify.annotations.NullMarked;
