package dev.sluice.server.upkeep;

import dev.sluice.server.command.ProjectView;
import dev.sluice.server.fleet.Fleet;
import dev.sluice.server.fleet.FleetView;
import dev.sluice.server.fleet.Instance;
import dev.sluice.server.measures.Measures;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.MeasureStore.Uses;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the flags of a project, by environment: what was measured, and which applications are running. An instance tells once what its
 * code declares; from then on every running instance of that application in that version counts as one whose code does. Immutable.
 */
public final class FlagUse {
    private final Map<String, OfEnvironment> environments;

    FlagUse(Map<String, OfEnvironment> environments) {
        this.environments = Collections.unmodifiableMap(new TreeMap<>(environments));
    }

    /**
     * What is known in one environment.
     *
     * @param evaluated when flags were evaluated
     * @param declared when code told that it declares them
     * @param running the instances that are running, or were a moment ago, by application
     * @param applications the running applications that used a flag, by flag
     * @param served when each flag gave its variations, by flag and variation
     * @param unnoted when last a use could not be noted, so that nothing follows from there being none; null if all were
     * @param unknownUsers whether that was the use of an application, any of which may be among the running ones
     */
    record OfEnvironment(
            Uses evaluated,
            Uses declared,
            Map<String, List<Instance>> running,
            Map<String, SortedSet<String>> applications,
            Map<String, Map<String, Instant>> served,
            @Nullable Instant unnoted,
            boolean unknownUsers) {

        /**
         * Looks once through everything that was noted.
         *
         * @param served when variations were given, by {@code flag/variation}
         * @param byApplication when applications used them, by {@code flag/application}
         * @param instances the instances that are running, or were a moment ago
         */
        static OfEnvironment of(
                Uses evaluated, Uses declared, Uses served, Uses byApplication, List<Instance> instances) {
            Map<String, List<Instance>> running =
                    instances.stream().collect(Collectors.groupingBy(Instance::application));
            Map<String, SortedSet<String>> applications = new HashMap<>();
            byApplication.last().keySet().forEach(place -> {
                int slash = place.indexOf('/');
                String application = place.substring(slash + 1);
                if (slash > 0 && running.containsKey(application)) {
                    applications
                            .computeIfAbsent(place.substring(0, slash), flag -> new TreeSet<>())
                            .add(application);
                }
            });
            Map<String, Map<String, Instant>> variations = new HashMap<>();
            served.last().forEach((place, at) -> {
                int slash = place.indexOf('/');
                if (slash > 0) {
                    variations
                            .computeIfAbsent(place.substring(0, slash), flag -> new HashMap<>())
                            .put(place.substring(slash + 1), at);
                }
            });
            Instant unnoted = Stream.of(evaluated, declared, served, byApplication)
                    .map(Uses::unnoted)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            boolean unknownUsers = byApplication.unnoted() != null && !instances.isEmpty();
            return new OfEnvironment(evaluated, declared, running, applications, variations, unnoted, unknownUsers);
        }

        /** The running instances whose application used the flag. */
        List<Instance> users(String flag) {
            return applications.getOrDefault(flag, Collections.emptySortedSet()).stream()
                    .flatMap(application -> running.getOrDefault(application, List.of()).stream())
                    .toList();
        }

        /** Whether there are any. */
        boolean isUsed(String flag) {
            return applications.containsKey(flag);
        }

        /** Since when the use of flags is known; null if it is not. */
        @Nullable
        Instant measuredSince() {
            Instant since = outermost(evaluated.since(), declared.since(), false);
            return since == null ? null : outermost(since, unnoted, true);
        }

        /** When the flag was evaluated or declared last; null if it never was. */
        @Nullable
        Instant lastDeclared(String flag) {
            return outermost(evaluated.last().get(flag), declared.last().get(flag), true);
        }

        private static @Nullable Instant outermost(@Nullable Instant one, @Nullable Instant other, boolean latest) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isAfter(other) == latest ? one : other;
        }

        /** The variations that the flag gave since then. */
        Set<String> servedSince(String flag, Instant since) {
            Set<String> variations = new TreeSet<>();
            served.getOrDefault(flag, Map.of()).forEach((variation, at) -> {
                if (!at.isBefore(since)) {
                    variations.add(variation);
                }
            });
            return variations;
        }
    }

    /** Asks the store and all nodes, about the environments that may be seen. Fails while the store is away. */
    public static Future<FlagUse> of(ProjectView project, Measures measures, Fleet fleet) {
        Map<String, OfEnvironment> known = new TreeMap<>();
        List<Future<OfEnvironment>> all = new ArrayList<>();
        for (String key : project.environments()) {
            EnvironmentId id = project.environment(key).id();
            Future<Uses> evaluated = measures.lastUsed(id, Use.EVALUATED);
            Future<Uses> declared = measures.lastUsed(id, Use.DECLARED);
            Future<Uses> served = measures.lastUsed(id, Use.SERVED);
            Future<Uses> byApplication = measures.lastUsed(id, Use.BY_APPLICATION);
            Future<FleetView> view = fleet.view(id);
            all.add(Future.all(evaluated, declared, served, byApplication, view).map(read -> {
                var environment = OfEnvironment.of(
                        evaluated.result(),
                        declared.result(),
                        served.result(),
                        byApplication.result(),
                        view.result().instances());
                known.put(key, environment);
                return environment;
            }));
        }
        return Future.all(all).map(read -> new FlagUse(known));
    }

    /** By environment. */
    Map<String, OfEnvironment> environments() {
        return environments;
    }

    /**
     * One who evaluates or declares a flag.
     *
     * @param environment where
     * @param instance its id
     * @param application {@code name/version}
     */
    public record User(String environment, String instance, String application) {}

    /** The running instances whose code evaluates or declares the flag. */
    public List<User> users(String flag) {
        List<User> users = new ArrayList<>();
        environments.forEach((key, environment) -> environment
                .users(flag)
                .forEach(instance -> users.add(new User(key, instance.id(), instance.application()))));
        return users;
    }

    /** The environments in which somebody may use a flag of whom nothing could be noted. */
    public List<String> unknownUsers() {
        return environments.entrySet().stream()
                .filter(environment -> environment.getValue().unknownUsers())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Since when the use of an environment's flags is known, or null. */
    public @Nullable Instant measuredSince(String environment) {
        OfEnvironment known = environments.get(environment);
        return known == null ? null : known.measuredSince();
    }
}
