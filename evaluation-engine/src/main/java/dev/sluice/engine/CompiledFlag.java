package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/** A flag that can be decided. */
@SuppressWarnings("DoNotCallSuggester")
final class CompiledFlag {
    @Nullable
    FlagInfo info() {
        throw new UnsupportedOperationException();
    }

    boolean hasOtherTypeThan(ValueType requested) {
        throw new UnsupportedOperationException();
    }

    Decision typeMismatch() {
        throw new UnsupportedOperationException();
    }

    Decision failed() {
        throw new UnsupportedOperationException();
    }

    Decision decide(Context context, Evaluator evaluator) {
        throw new UnsupportedOperationException();
    }
}
