package dev.sluice.jmh.peers;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.sluice.jmh.Asked;
import dev.sluice.openfeature.SluiceProvider;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Sluice as OpenFeature's provider. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpenFeaturePeer {
    /** The client of OpenFeature on our provider, on a client as an application has it. */
    @State(Scope.Benchmark)
    public static class Provider {
        final Asked.Client sluice = new Asked.Client();
        final Client client;

        public Provider() {
            OpenFeatureAPI api = OpenFeatureAPI.getInstance();
            api.setProviderAndWait(SluiceProvider.of(sluice.flags));
            client = api.getClient();
            OpenFeatureContexts contexts = new OpenFeatureContexts();
            Asked.Keys keys = new Asked.Keys();
            PeerFiles.check(
                    "Sluice through OpenFeature",
                    client.getBooleanValue(keys.w1, false, contexts.user),
                    client.getBooleanValue(keys.w4, false, contexts.listed),
                    client.getBooleanValue(keys.w4, true, contexts.unlisted));
        }

        @TearDown
        public void close() {
            OpenFeatureAPI.getInstance().shutdown();
            sluice.close();
        }
    }

    @Benchmark
    public boolean w1OpenFeature(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w1, false, contexts.user);
    }

    @Benchmark
    public boolean w2OpenFeature(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w2, false, contexts.user);
    }

    @Benchmark
    public boolean w3OpenFeature(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w3, false, contexts.user);
    }

    @Benchmark
    public boolean w4HitOpenFeature(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.listed);
    }

    @Benchmark
    public boolean w4MissOpenFeature(Asked.Keys keys, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(keys.w4, false, contexts.unlisted);
    }

    @Benchmark
    public boolean w5OpenFeature(Asked.Turn turn, OpenFeatureContexts contexts, Provider peer) {
        return peer.client.getBooleanValue(turn.flag(), false, contexts.many[turn.user()]);
    }
}
