package dev.sluice.jmh.peers;

import dev.sluice.jmh.Asked;
import dev.sluice.jmh.Workloads;
import dev.sluice.jmh.limit.User;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.togglz.core.Feature;
import org.togglz.core.activation.GradualActivationStrategy;
import org.togglz.core.activation.UsernameActivationStrategy;
import org.togglz.core.manager.FeatureManager;
import org.togglz.core.manager.FeatureManagerBuilder;
import org.togglz.core.metadata.EmptyFeatureMetaData;
import org.togglz.core.metadata.FeatureMetaData;
import org.togglz.core.repository.FeatureState;
import org.togglz.core.repository.mem.InMemoryStateRepository;
import org.togglz.core.spi.FeatureProvider;
import org.togglz.core.user.FeatureUser;
import org.togglz.core.user.SimpleFeatureUser;
import org.togglz.core.util.NamedFeature;

/** Togglz; it has no rules like those of W3. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TogglzPeer {
    /** The manager, with its state in memory; who asks stands in a field, so it must be asked by one thread. */
    @State(Scope.Benchmark)
    public static class Manager {
        final FeatureUser user = userOf(Workloads.user());
        final FeatureUser listed = userOf(Workloads.listedUser());
        final FeatureUser unlisted = userOf(Workloads.unlistedUser());
        final FeatureUser[] many =
                Stream.of(Workloads.manyUsers()).map(Manager::userOf).toArray(FeatureUser[]::new);
        private FeatureUser asking = user;
        private final Map<String, Feature> features = new HashMap<>();
        private final FeatureManager manager;

        public Manager() {
            InMemoryStateRepository states = new InMemoryStateRepository();
            states.setFeatureState(new FeatureState(feature(Workloads.W1), true));
            states.setFeatureState(half(feature(Workloads.W2)));
            states.setFeatureState(new FeatureState(feature(Workloads.W4), true)
                    .setStrategyId(UsernameActivationStrategy.ID)
                    .setParameter(
                            UsernameActivationStrategy.PARAM_USERS,
                            String.join(",", Workloads.listed(Workloads.LISTED))));
            for (String key : Workloads.manyKeys()) {
                states.setFeatureState(half(feature(key)));
            }
            manager = new FeatureManagerBuilder()
                    .featureProvider(provider())
                    .stateRepository(states)
                    .userProvider(() -> asking)
                    .build();
            PeerFiles.check(
                    "Togglz", isOn(Workloads.W1, user), isOn(Workloads.W4, listed), isOn(Workloads.W4, unlisted));
            PeerFiles.checkHalf(
                    "Togglz",
                    Stream.of(many).filter(each -> isOn(Workloads.W2, each)).count(),
                    many.length);
        }

        private static FeatureUser userOf(User user) {
            return new SimpleFeatureUser(user.key());
        }

        private Feature feature(String key) {
            return features.computeIfAbsent(key, NamedFeature::new);
        }

        private static FeatureState half(Feature feature) {
            return new FeatureState(feature, true)
                    .setStrategyId(GradualActivationStrategy.ID)
                    .setParameter(GradualActivationStrategy.PARAM_PERCENTAGE, "50");
        }

        private FeatureProvider provider() {
            return new FeatureProvider() {
                @Override
                public Set<Feature> getFeatures() {
                    return Set.copyOf(features.values());
                }

                @Override
                public FeatureMetaData getMetaData(Feature feature) {
                    return new EmptyFeatureMetaData(feature);
                }
            };
        }

        boolean isOn(String key, FeatureUser who) {
            asking = who;
            return manager.isActive(feature(key));
        }
    }

    @Benchmark
    public boolean w1Togglz(Asked.Keys keys, Manager peer) {
        return peer.isOn(keys.w1, peer.user);
    }

    @Benchmark
    public boolean w2Togglz(Asked.Keys keys, Manager peer) {
        return peer.isOn(keys.w2, peer.user);
    }

    @Benchmark
    public boolean w4HitTogglz(Asked.Keys keys, Manager peer) {
        return peer.isOn(keys.w4, peer.listed);
    }

    @Benchmark
    public boolean w4MissTogglz(Asked.Keys keys, Manager peer) {
        return peer.isOn(keys.w4, peer.unlisted);
    }

    @Benchmark
    public boolean w5Togglz(Asked.Turn turn, Manager peer) {
        return peer.isOn(turn.flag(), peer.many[turn.user()]);
    }
}
