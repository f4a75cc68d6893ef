package dev.sluice.openfeature;

import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.sluice.engine.Decision;
import dev.sluice.sdk.Environment;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The evaluations that decisions become, for one type of value. The engine builds each decision once, so what OpenFeature makes
 * of it can be kept: an evaluation costs a look into an array, and allocates nothing.
 *
 * <p>An entry is found by the decision's ordinal and believed if it is of that very decision; so what another state of the flags
 * has left there does no harm and is overwritten. Threads may write at the same time: entries are immutable and equal, and one
 * that is lost is made again. Thread-safe.
 */
final class Answers<T> {

    private static final int FIRST_SIZE = 64;

    private record Entry(Decision decision, ProviderEvaluation<?> evaluation) {}

    private final Supplier<@Nullable Environment> environment;
    private volatile @Nullable Entry[] entries = new Entry[FIRST_SIZE];

    /**
     * Begins empty.
     *
     * @param environment whose flags these are, as far as it is known
     */
    Answers(Supplier<@Nullable Environment> environment) {
        this.environment = environment;
    }

    /** The evaluation of a decision that was seen before; null for another one. */
    @SuppressWarnings("unchecked") // what is kept here was given to keep
    @Nullable
    ProviderEvaluation<T> known(Decision decision) {
        int ordinal = decision.ordinal();
        Entry[] all = entries;
        if (ordinal < 0 || ordinal >= all.length) {
            return null;
        }
        Entry entry = all[ordinal];
        return entry == null || entry.decision() != decision ? null : (ProviderEvaluation<T>) entry.evaluation();
    }

    /** Makes the evaluation of a decision that has a value, and keeps it once it is known whose flags these are. */
    ProviderEvaluation<T> keep(Decision decision, T value) {
        Environment place = environment.get();
        ProviderEvaluation<T> evaluation = evaluation(decision, value, place);
        if (place == null) {
            return evaluation;
        }
        int ordinal = decision.ordinal();
        Entry[] all = entries;
        if (ordinal >= all.length) {
            all = Arrays.copyOf(all, Math.max(ordinal + 1, all.length * 2));
            entries = all;
        }
        all[ordinal] = new Entry(decision, evaluation);
        return evaluation;
    }

    /** An evaluation that is not kept: its value belongs to one call. */
    ProviderEvaluation<T> evaluation(Decision decision, T value) {
        return evaluation(decision, value, environment.get());
    }

    private static <T> ProviderEvaluation<T> evaluation(Decision decision, T value, @Nullable Environment place) {
        return ProviderEvaluation.<T>builder()
                .value(value)
                .variant(decision.variation())
                .reason(decision.reason().name())
                .flagMetadata(metadata(decision, place))
                .build();
    }

    private static ImmutableMetadata metadata(Decision decision, @Nullable Environment place) {
        ImmutableMetadata.ImmutableMetadataBuilder metadata = ImmutableMetadata.builder()
                .addString("version", Long.toString(decision.flagVersion())); // a text: telemetry reads it as one
        if (place != null) {
            metadata.addString("flagSetId", place.toString());
        }
        if (decision.place() != null) {
            metadata.addString("place", decision.place());
        }
        if (decision.bucketKeyMissing()) {
            metadata.addBoolean("bucketKeyMissing", true);
        }
        return metadata.build();
    }
}
