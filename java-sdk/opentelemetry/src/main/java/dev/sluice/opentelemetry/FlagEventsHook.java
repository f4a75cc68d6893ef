package dev.sluice.opentelemetry;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records each evaluation by OpenFeature, of whatever provider, in {@link FlagEvents}. Immutable and thread-safe. */
public final class FlagEventsHook implements Hook<Object> {

    private final FlagEvents events;

    /** A hook to add to the API or to a client. */
    public FlagEventsHook(FlagEvents events) {
        this.events = events;
    }

    @Override
    public void finallyAfter(
            HookContext<Object> asked, FlagEvaluationDetails<Object> details, Map<String, Object> hints) {
        ImmutableMetadata metadata = details.getFlagMetadata();
        ErrorCode error = details.getErrorCode();
        events.record(new FlagEvents.Evaluated(
                asked.getFlagKey(),
                asked.getProviderMetadata().getName(),
                details.getVariant(),
                details.getReason(),
                text(metadata, "version"),
                text(metadata, "flagSetId"),
                asked.getCtx().getTargetingKey(),
                error == null ? null : error.name(),
                details.getErrorMessage()));
    }

    private static @Nullable String text(@Nullable ImmutableMetadata metadata, String name) {
        return metadata == null ? null : metadata.getString(name);
    }
}
