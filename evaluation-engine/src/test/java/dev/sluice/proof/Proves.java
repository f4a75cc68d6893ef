package dev.sluice.proof;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which rows of the ledger ({@code docs/ledger/rows.tsv}) a test proves. On a class it holds for each of its test
 * methods. A test that names a row that does not exist fails, whatever else it does.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KnownRowsOnly.class)
public @interface Proves {

    /** The ids of the rows, for example {@code "F31"}. */
    String[] value();
}
