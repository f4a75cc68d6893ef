package dev.sluice.jmh.peers;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import dev.sluice.jmh.Workloads;
import dev.sluice.jmh.limit.User;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What programs behind OpenFeature are asked with. */
@State(Scope.Benchmark)
public class OpenFeatureContexts {
    final EvaluationContext user = context(Workloads.user());
    final EvaluationContext listed = context(Workloads.listedUser());
    final EvaluationContext unlisted = context(Workloads.unlistedUser());
    final EvaluationContext[] many =
            Stream.of(Workloads.manyUsers()).map(OpenFeatureContexts::context).toArray(EvaluationContext[]::new);

    private static EvaluationContext context(User user) {
        Map<String, Value> attributes = new HashMap<>();
        user.attributes()
                .forEach((name, value) -> attributes.put(
                        name, value instanceof Long number ? new Value(number.intValue()) : new Value((String) value)));
        return new ImmutableContext(user.key(), attributes);
    }
}
