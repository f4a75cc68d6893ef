/**
 * Sluice for Spring Boot: a {@link dev.sluice.sdk.FlagClient} as a bean, {@link dev.sluice.spring.FlagGate} on methods, and
 * {@link dev.sluice.spring.CurrentFlags} for who is asking. For applications on Spring Boot 3.5.
 */
@NullMarked
package dev.sluice.spring;

import org.jspecify.annotations.NullMarked;
