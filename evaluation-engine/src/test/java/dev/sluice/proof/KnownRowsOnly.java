package dev.sluice.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that claims to prove a row that is not in the ledger. A JUnit listener can't do this: what a listener
 * throws is logged and the run stays green.
 */
final class KnownRowsOnly implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        List<String> unknown =
                new ArrayList<>(ProvedRows.of(context.getRequiredTestClass(), context.getRequiredTestMethod()));
        unknown.removeAll(TheLedger.ROWS.ids());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "@Proves names " + unknown + ", which " + Ledger.ROWS_FILE + " does not have; expected ids like "
                            + TheLedger.ROWS.ids().stream().limit(3).toList());
        }
    }

    /** Read once in a JVM, when the first test with {@link Proves} is about to start. */
    private static final class TheLedger {
        static final Ledger ROWS = Ledger.above(Path.of("").toAbsolutePath());
    }
}
