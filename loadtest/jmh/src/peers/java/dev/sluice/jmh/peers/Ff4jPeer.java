package dev.sluice.jmh.peers;

import dev.sluice.jmh.Asked;
import dev.sluice.jmh.Workloads;
import dev.sluice.jmh.limit.User;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ff4j.FF4j;
import org.ff4j.core.Feature;
import org.ff4j.core.FlippingExecutionContext;
import org.ff4j.strategy.ClientFilterStrategy;
import org.ff4j.strategy.PonderationStrategy;
import org.ff4j.strategy.WhiteListStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** FF4J; its percentage draws afresh each time and knows no user, and it has no rules like those of W3. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Ff4jPeer {
    /** The store in memory. */
    @State(Scope.Benchmark)
    public static class Store {
        final FlippingExecutionContext user = context(Workloads.user());
        final FlippingExecutionContext listed = context(Workloads.listedUser());
        final FlippingExecutionContext unlisted = context(Workloads.unlistedUser());
        final FlippingExecutionContext[] many =
                Stream.of(Workloads.manyUsers()).map(Store::context).toArray(FlippingExecutionContext[]::new);
        final FF4j flags = new FF4j();

        public Store() {
            flags.createFeature(new Feature(Workloads.W1, true));
            flags.createFeature(half(Workloads.W2));
            Feature list = new Feature(Workloads.W4, true);
            list.setFlippingStrategy(new WhiteListStrategy(String.join(",", Workloads.listed(Workloads.LISTED))));
            flags.createFeature(list);
            for (String key : Workloads.manyKeys()) {
                flags.createFeature(half(key));
            }
            PeerFiles.check(
                    "FF4J",
                    flags.check(Workloads.W1, user),
                    flags.check(Workloads.W4, listed),
                    flags.check(Workloads.W4, unlisted));
            PeerFiles.checkHalf(
                    "FF4J",
                    Stream.of(many)
                            .filter(each -> flags.check(Workloads.W2, each))
                            .count(),
                    many.length);
        }

        private static Feature half(String key) {
            Feature feature = new Feature(key, true);
            feature.setFlippingStrategy(new PonderationStrategy(0.5));
            return feature;
        }

        private static FlippingExecutionContext context(User user) {
            FlippingExecutionContext context = new FlippingExecutionContext();
            context.putString(ClientFilterStrategy.CLIENT_HOSTNAME, user.key());
            return context;
        }
    }

    @Benchmark
    public boolean w1Ff4j(Asked.Keys keys, Store peer) {
        return peer.flags.check(keys.w1, peer.user);
    }

    @Benchmark
    public boolean w2Ff4j(Asked.Keys keys, Store peer) {
        return peer.flags.check(keys.w2, peer.user);
    }

    @Benchmark
    public boolean w4HitFf4j(Asked.Keys keys, Store peer) {
        return peer.flags.check(keys.w4, peer.listed);
    }

    @Benchmark
    public boolean w4MissFf4j(Asked.Keys keys, Store peer) {
        return peer.flags.check(keys.w4, peer.unlisted);
    }

    @Benchmark
    public boolean w5Ff4j(Asked.Turn turn, Store peer) {
        return peer.flags.check(turn.flag(), peer.many[turn.user()]);
    }
}
