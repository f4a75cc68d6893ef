package dev.sluice.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets a boolean flag before a test, by {@link FakeFlagsExtension}: on a method for this test, on a class for all of its tests.
 * What a method says goes before what its class says.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(WithFlag.All.class)
public @interface WithFlag {

    /** The key of the flag. */
    String value();

    /** Whether it is on for everyone. */
    boolean on() default true;

    /** Several flags. */
    @Documented
    @Inherited
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** The flags. */
        WithFlag[] value();
    }
}
