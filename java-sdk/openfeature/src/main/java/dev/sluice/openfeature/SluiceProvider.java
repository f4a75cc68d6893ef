package dev.sluice.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.TrackingEventDetails;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ValueType;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.Environment;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Sluice client as an OpenFeature provider.
 *
 * <p>Types are those of the flags, and nothing is converted: a double asked of an integer flag is a {@code TYPE_MISMATCH}, as is an
 * integer flag's value beyond 32 bits that is not asked for as a long. Reasons are Sluice's, by name; {@code PREREQUISITE_FAILED} is
 * one that OpenFeature does not know. Flag metadata: {@code version} of the flag, {@code place} that decided, {@code flagSetId}
 * (project/environment), and {@code bucketKeyMissing} when a split had no key to split by.
 *
 * <p>Evaluating never throws, blocks or does I/O. Thread-safe.
 */
public final class SluiceProvider extends EventProvider {

    private static final Metadata METADATA = () -> "sluice";
    private static final long SETTLED_WITHIN_SECONDS = 5;

    private final @Nullable FlagClientOptions options;
    private final Answers<Boolean> booleans = new Answers<>(this::environment);
    private final Answers<String> strings = new Answers<>(this::environment);
    private final Answers<Integer> integers = new Answers<>(this::environment);
    private final Answers<Long> longs = new Answers<>(this::environment);
    private final Answers<Double> doubles = new Answers<>(this::environment);
    private final Answers<Value> objects = new Answers<>(this::environment);
    private volatile @Nullable FlagClient client;
    private @Nullable Lifecycle lifecycle;

    private SluiceProvider(@Nullable FlagClientOptions options, @Nullable FlagClient client) {
        this.options = options;
        this.client = client;
    }

    /** A provider on a client that the application has made, and will close; for one that uses it besides OpenFeature, too. */
    public static SluiceProvider of(FlagClient client) {
        return new SluiceProvider(null, client);
    }

    /** A provider with a client of its own: connected when OpenFeature initialises it, closed when OpenFeature shuts it down. */
    public static SluiceProvider connecting(FlagClientOptions options) {
        return new SluiceProvider(options, null);
    }

    /** The name {@code sluice}. */
    @Override
    public Metadata getMetadata() {
        return METADATA;
    }

    @Override
    @SuppressWarnings("rawtypes") // as OpenFeature declares it
    public List<Hook> getProviderHooks() {
        return List.of();
    }

    /**
     * Waits for the first flags: as long as the options say, or 5 seconds for a client that was given. Whatever it ends with, the
     * client goes on trying, and OpenFeature is told when it succeeds.
     *
     * @throws ProviderNotReadyError when none came in time
     * @throws GeneralError when the server refuses the SDK key
     */
    @Override
    public synchronized void initialize(@Nullable EvaluationContext context) {
        FlagClient following = client;
        if (following == null) {
            following = FlagClient.connect(Objects.requireNonNull(options, "options"));
            client = following;
        } else {
            awaitFlags(following);
        }
        stopTelling();
        ClientStatus status = following.status();
        boolean usable = following.state().isPresent() || status == ClientStatus.READY;
        lifecycle = new Lifecycle(following, usable ? ClientStatus.READY : status, this::emit);
        if (!usable && status == ClientStatus.ERROR) {
            throw new GeneralError("The flag server refuses the SDK key; asked again every few minutes");
        }
        if (!usable) {
            throw new ProviderNotReadyError("No flags have come from the flag server yet; the client goes on trying");
        }
    }

    private static void awaitFlags(FlagClient following) {
        if (following.state().isPresent()) {
            return;
        }
        try {
            following.whenSettled().get(SETTLED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException notYet) {
            // then the status says so
        }
    }

    /**
     * Stops telling OpenFeature of the client, and closes it if it is the provider's own: counts are reported, the server is told.
     * Such a provider may be initialised again.
     */
    @Override
    public synchronized void shutdown() {
        stopTelling(); // and not super.shutdown(): that ends the thread of events for ever, and idle it ends by itself
        FlagClient following = client;
        if (options != null && following != null) {
            following.close();
            client = null;
        }
    }

    private void stopTelling() {
        if (lifecycle != null) {
            lifecycle.close();
            lifecycle = null;
        }
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(
            String key, Boolean defaultValue, @Nullable EvaluationContext context) {
        return evaluated(booleans, Boolean.class, key, decide(key, ValueType.BOOLEAN, context), defaultValue);
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(
            String key, String defaultValue, @Nullable EvaluationContext context) {
        return evaluated(strings, String.class, key, decide(key, ValueType.STRING, context), defaultValue);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(
            String key, Integer defaultValue, @Nullable EvaluationContext context) {
        Decision decision = decide(key, ValueType.INTEGER, context);
        ProviderEvaluation<Integer> known = integers.known(decision);
        if (known != null) {
            return known;
        }
        if (decision.value() instanceof Long value) {
            return Values.isInt(value)
                    ? integers.keep(decision, value.intValue())
                    : error(
                            defaultValue,
                            ErrorCode.TYPE_MISMATCH,
                            "The value of flag '" + key + "' is beyond 32 bits; ask for a long");
        }
        return withoutValue(integers, key, decision, defaultValue);
    }

    @Override
    public ProviderEvaluation<Long> getLongEvaluation(
            String key, Long defaultValue, @Nullable EvaluationContext context) {
        return evaluated(longs, Long.class, key, decide(key, ValueType.INTEGER, context), defaultValue);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(
            String key, Double defaultValue, @Nullable EvaluationContext context) {
        return evaluated(doubles, Double.class, key, decide(key, ValueType.DOUBLE, context), defaultValue);
    }

    /** The value of a JSON flag, of whatever kind it is; made anew for each call, since whoever gets it may change it. */
    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(
            String key, Value defaultValue, @Nullable EvaluationContext context) {
        Decision decision = decide(key, ValueType.JSON, context);
        return decision.hasValue()
                ? objects.evaluation(decision, Values.of(decision.value()))
                : withoutValue(objects, key, decision, defaultValue);
    }

    /**
     * Counts a number for each variation that the context has met, as {@link FlagClient#track} does.
     *
     * @param name of the metric: 1 to 100 letters, digits, '.', '_' and '-'; another one is ignored, with a warning
     * @param details its value is counted, 1 without one; its other fields stay in this process
     */
    @Override
    public void track(String name, @Nullable EvaluationContext context, @Nullable TrackingEventDetails details) {
        FlagClient following = client;
        if (following != null) {
            Number value = details == null ? 1 : details.getValue().orElse(1);
            following.track(name, Contexts.of(context), value.doubleValue());
        }
    }

    private static <T> ProviderEvaluation<T> evaluated(
            Answers<T> answers, Class<T> type, String key, Decision decision, T defaultValue) {
        ProviderEvaluation<T> known = answers.known(decision);
        if (known != null) {
            return known;
        }
        return type.isInstance(decision.value())
                ? answers.keep(decision, type.cast(decision.value()))
                : withoutValue(answers, key, decision, defaultValue);
    }

    private Decision decide(String key, ValueType type, @Nullable EvaluationContext context) {
        FlagClient following = client;
        return following == null
                ? Decision.error(dev.sluice.engine.ErrorCode.PROVIDER_NOT_READY, 0)
                : following.decide(key, type, Contexts.of(context));
    }

    private @Nullable Environment environment() {
        FlagClient following = client;
        return following == null ? null : following.environment().orElse(null);
    }

    /** An error; or a decision for which the flag has no value, so that the caller's is the value. */
    private static <T> ProviderEvaluation<T> withoutValue(
            Answers<T> answers, String key, Decision decision, T defaultValue) {
        dev.sluice.engine.ErrorCode code = decision.errorCode();
        if (code == null) {
            return answers.evaluation(decision, defaultValue);
        }
        return switch (code) {
            case FLAG_NOT_FOUND -> error(defaultValue, ErrorCode.FLAG_NOT_FOUND, "There is no flag '" + key + "'");
            case TYPE_MISMATCH ->
                error(defaultValue, ErrorCode.TYPE_MISMATCH, "The flag '" + key + "' is of another type");
            case PARSE_ERROR ->
                error(defaultValue, ErrorCode.PARSE_ERROR, "The record of flag '" + key + "' cannot be read");
            case PROVIDER_NOT_READY ->
                error(defaultValue, ErrorCode.PROVIDER_NOT_READY, "No flags have come from the flag server yet");
            case TARGETING_KEY_MISSING ->
                error(defaultValue, ErrorCode.TARGETING_KEY_MISSING, "The flag '" + key + "' needs a targeting key");
            case INVALID_CONTEXT ->
                error(defaultValue, ErrorCode.INVALID_CONTEXT, "The context cannot be used for flag '" + key + "'");
            case GENERAL -> error(defaultValue, ErrorCode.GENERAL, "Deciding the flag '" + key + "' failed");
        };
    }

    private static <T> ProviderEvaluation<T> error(T defaultValue, ErrorCode code, String message) {
        return ProviderEvaluation.<T>builder()
                .value(defaultValue)
                .reason(Reason.ERROR.name())
                .errorCode(code)
                .errorMessage(message)
                .build();
    }
}
