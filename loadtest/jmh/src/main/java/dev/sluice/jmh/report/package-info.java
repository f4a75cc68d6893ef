/** Makes tables and plots of what JMH has measured. */
@NullMarked
package dev.sluice.jmh.report;

import org.jspecify.annotations.NullMarked;
