package dev.sluice.opentelemetry;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import dev.sluice.sdk.FlagClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where evaluations of flags are recorded, as events named {@code feature_flag.evaluation} with the attributes that the semantic
 * conventions of OpenTelemetry give them. An event belongs to the span that is current when the flag is evaluated.
 *
 * <p>Who asked is not recorded unless {@link #withContextId} says so: a targeting key is mostly a person's. An event for each
 * evaluation is much: use it where a trace is looked at, not in the busiest loop. Immutable and thread-safe.
 */
public final class FlagEvents {

    private static final String EVENT = "feature_flag.evaluation";
    private static final AttributeKey<String> KEY = AttributeKey.stringKey("feature_flag.key");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("feature_flag.provider.name");
    private static final AttributeKey<String> VARIANT = AttributeKey.stringKey("feature_flag.result.variant");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("feature_flag.result.reason");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("feature_flag.version");
    private static final AttributeKey<String> SET = AttributeKey.stringKey("feature_flag.set.id");
    private static final AttributeKey<String> CONTEXT = AttributeKey.stringKey("feature_flag.context.id");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> ERROR_MESSAGE = AttributeKey.stringKey("feature_flag.error.message");

    /**
     * What is recorded of an evaluation.
     *
     * @param context the targeting key
     */
    record Evaluated(
            String flag,
            String provider,
            @Nullable String variant,
            @Nullable String reason,
            @Nullable String version,
            @Nullable String set,
            @Nullable String context,
            @Nullable String error,
            @Nullable String message) {}

    private final @Nullable Logger logger;
    private final boolean contextId;

    private FlagEvents(@Nullable Logger logger, boolean contextId) {
        this.logger = logger;
        this.contextId = contextId;
    }

    /** Records log records, as the conventions ask for. */
    public static FlagEvents asLogs(OpenTelemetry telemetry) {
        return new FlagEvents(telemetry.getLogsBridge().get("dev.sluice"), false);
    }

    /** Records events of the current span, for those who collect traces and no logs; nothing outside of a span that is recorded. */
    public static FlagEvents asSpanEvents() {
        return new FlagEvents(null, false);
    }

    /** The same, with the targeting key as {@code feature_flag.context.id}. */
    public FlagEvents withContextId() {
        return new FlagEvents(logger, true);
    }

    /** Decides a flag, and records it. */
    public Decision decide(FlagClient flags, String flag, @Nullable Context context) {
        Decision decision = flags.decide(flag, context);
        ErrorCode error = decision.errorCode();
        record(new Evaluated(
                flag,
                "sluice",
                decision.variation(),
                decision.reason().name(),
                decision.flagVersion() == 0 ? null : Long.toString(decision.flagVersion()),
                flags.environment().map(Object::toString).orElse(null),
                context == null ? null : context.targetingKey(),
                error == null ? null : error.name(),
                null));
        return decision;
    }

    void record(Evaluated evaluated) {
        if (logger != null) {
            logger.logRecordBuilder()
                    .setEventName(EVENT)
                    .setAllAttributes(attributes(evaluated))
                    .emit();
            return;
        }
        Span span = Span.current();
        if (span.isRecording()) {
            span.addEvent(EVENT, attributes(evaluated));
        }
    }

    private Attributes attributes(Evaluated evaluated) {
        AttributesBuilder attributes =
                Attributes.builder().put(KEY, evaluated.flag()).put(PROVIDER, evaluated.provider());
        put(attributes, VARIANT, evaluated.variant());
        put(attributes, REASON, lower(evaluated.reason()));
        put(attributes, VERSION, evaluated.version());
        put(attributes, SET, evaluated.set());
        put(attributes, CONTEXT, contextId ? evaluated.context() : null);
        put(attributes, ERROR_TYPE, lower(evaluated.error()));
        put(attributes, ERROR_MESSAGE, evaluated.message());
        return attributes.build();
    }

    private static void put(AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            attributes.put(key, value);
        }
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }
}
