/**
 * Decisions for OpenFeature clients of any language, by the OpenFeature Remote Evaluation Protocol: who may see which flags,
 * how contexts are read and answers written, and the streams that say that something has changed. For the package that serves
 * HTTP.
 */
@NullMarked
package dev.sluice.server.ofrep;

import org.jspecify.annotations.NullMarked;
