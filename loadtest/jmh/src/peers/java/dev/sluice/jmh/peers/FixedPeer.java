package dev.sluice.jmh.peers;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.sluice.jmh.Asked;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What OpenFeature's API takes by itself: its provider gives the same answer always. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FixedPeer {
    /** The client of OpenFeature on a provider that decides nothing. */
    @State(Scope.Benchmark)
    public static class Provider {
        final Client client;

        public Provider() {
            OpenFeatureAPI api = OpenFeatureAPI.getInstance();
            api.setProviderAndWait(new Fixed());
            client = api.getClient();
        }

        @TearDown
        public void close() {
            OpenFeatureAPI.getInstance().shutdown();
        }
    }

    private static final class Fixed implements FeatureProvider {
        private static final Metadata METADATA = () -> "fixed";
        private static final ProviderEvaluation<Boolean> ON = ProviderEvaluation.<Boolean>builder()
                .value(true)
                .variant("on")
                .reason("STATIC")
                .build();

        @Override
        public Metadata getMetadata() {
            return METADATA;
        }

        @Override
        public ProviderEvaluation<Boolean> getBooleanEvaluation(
                String key, Boolean defaultValue, EvaluationContext context) {
            return ON;
        }

        @Override
        public ProviderEvaluation<String> getStringEvaluation(
                String key, String defaultValue, EvaluationContext context) {
            throw new UnsupportedOperationException("booleans only");
        }

        @Override
        public ProviderEvaluation<Integer> getIntegerEvaluation(
                String key, Integer defaultValue, EvaluationContext context) {
            throw new UnsupportedOperationException("booleans only");
        }

        @Override
        public ProviderEvaluation<Double> getDoubleEvaluation(
                String key, Double defaultValue, EvaluationContext context) {
            throw new UnsupportedOperationException("booleans only");
        }

        @Override
        public ProviderEvaluation<Value> getObjectEvaluation(
                String key, Value defaultValue, EvaluationContext context) {
            throw new UnsupportedOperationException("booleans only");
        }
    }

    @Benchmark
    public boolean w1OpenFeatureAlone(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w1, false, contexts.user);
    }

    @Benchmark
    public boolean w2OpenFeatureAlone(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w2, false, contexts.user);
    }

    @Benchmark
    public boolean w3OpenFeatureAlone(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w3, false, contexts.user);
    }

    @Benchmark
    public boolean w4HitOpenFeatureAlone(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.listed);
    }

    @Benchmark
    public boolean w4MissOpenFeatureAlone(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.unlisted);
    }

    @Benchmark
    public boolean w5OpenFeatureAlone(Asked.Turn turn, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(turn.flag(), false, contexts.many[turn.user()]);
    }
}
