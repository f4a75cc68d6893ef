package dev.sluice.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method of a Spring bean be called only while a boolean flag is on for who is asking now, as {@link CurrentFlags} knows them.
 *
 * <p>With a {@link #fallback}, the method is the new way and the fallback the old one: what they do is watched, as by
 * {@code FlagClient.guarded}, so that a release can judge it and a method that fails is left alone where the flag carries a guard.
 * Without one, the call fails with {@link FlagGateClosedException}, which is a 404 of a controller: what is off is not there. Where the
 * flag cannot be decided, it is off.
 *
 * <p>It works through a proxy, as transactions do: a call within the same object passes by it, and so do private and final methods.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FlagGate {

    /** The key of a boolean flag. */
    String value();

    /**
     * The name of a method of the same class with the same parameters and a fitting result, called while the flag is off; empty for
     * none. One that is not there is refused at the start of the application.
     */
    String fallback() default "";
}
