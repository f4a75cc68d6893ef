package dev.sluice.engine.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.Bucket;
import dev.sluice.engine.Decision;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.RangeAllocator;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.wire.Replica;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), ThreadLocalRandom.current()::nextInt);

    @ParameterizedTest
    @ValueSource(strings = {"order", "clauses", "values", "segments", "splits", "not-understood"})
    void everyFileOfDecisionsHasCases(String file) {
        assertThat(Vectors.file(file).path("groups")).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> decisionsAreAsTheContractSays() {
        return Stream.of("order", "clauses", "values", "segments", "splits", "not-understood")
                .flatMap(file -> {
                    List<DynamicTest> tests = new ArrayList<>();
                    for (JsonNode group : Vectors.file(file).path("groups")) {
                        tests.add(DynamicTest.dynamicTest(
                                file + ": " + group.path("name").textValue(), () -> run(group)));
                    }
                    return tests.stream();
                });
    }

    private static void run(JsonNode group) {
        Replica replica = Vectors.replica(group);
        if (group.has("notUnderstood")) {
            assertThat(replica.snapshot().notUnderstood())
                    .extracting(NotUnderstood::flag)
                    .as(() -> replica.snapshot().notUnderstood().toString())
                    .isEqualTo(Vectors.value(group.path("notUnderstood")));
        }
        for (JsonNode vector : group.path("cases")) {
            Decision decision = decide(replica, vector);
            assertThat(told(decision)).as(vector.toString()).isEqualTo(expected(vector, replica));
            if (!vector.has("type")) {
                assertThat(told(explained(replica, vector)))
                        .as(vector.toString())
                        .isEqualTo(told(decision));
            }
        }
    }

    private static Decision decide(Replica replica, JsonNode vector) {
        String flag = vector.path("flag").textValue();
        var context = Vectors.context(vector.path("context"));
        return vector.has("type")
                ? EVALUATOR.decide(
                        replica.snapshot(),
                        flag,
                        ValueType.parse(vector.path("type").textValue()),
                        context)
                : EVALUATOR.decide(replica.snapshot(), flag, context);
    }

    private static Decision explained(Replica replica, JsonNode vector) {
        return EVALUATOR
                .explain(replica.snapshot(), vector.path("flag").textValue(), Vectors.context(vector.path("context")))
                .decision();
    }

    private static Map<String, Object> told(Decision decision) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (decision.hasValue()) {
            told.put("value", decision.value());
            told.put("variation", decision.variation());
        }
        told.put("reason", decision.reason().name());
        if (decision.place() != null) {
            told.put("place", decision.place());
        }
        if (decision.errorCode() != null) {
            told.put("errorCode", decision.errorCode().name());
        }
        told.put("flagVersion", decision.flagVersion());
        if (decision.bucketKeyMissing()) {
            told.put("bucketKeyMissing", true);
        }
        return told;
    }

    private static Map<String, Object> expected(JsonNode vector, Replica replica) {
        Map<String, Object> expected = Vectors.map(vector.path("expect"));
        expected.put("flagVersion", ((Number) expected.get("flagVersion")).longValue());
        var flag = replica.snapshot().flag(vector.path("flag").textValue());
        if (expected.get("value") instanceof Number number && flag != null) {
            expected.put(
                    "value",
                    flag.type() == ValueType.DOUBLE ? (Object) number.doubleValue() : (Object) number.longValue());
        }
        if (expected.containsKey("value") && flag != null && flag.type() == ValueType.JSON) {
            expected.put("value", longs(expected.get("value")));
        }
        return expected;
    }

    /** The engine has every whole number of a JSON tree as a Long. */
    private static Object longs(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, longs(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(longs(element)));
            return copy;
        }
        return tree instanceof Integer number ? (Object) number.longValue() : tree;
    }

    @TestFactory
    Stream<DynamicTest> bucketsAreAsTheContractSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : Vectors.file("buckets").path("cases")) {
            String salt = vector.path("salt").textValue();
            String key = vector.path("key").textValue();
            int buckets = vector.path("buckets").intValue();
            tests.add(DynamicTest.dynamicTest(
                    salt + "/" + key + " of " + buckets,
                    () -> assertThat(Bucket.of(salt, key, buckets))
                            .isEqualTo(vector.path("bucket").intValue())));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> hashesAreAsTheContractSays() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : Vectors.file("hashes").path("records")) {
            RecordKind kind = RecordKind.valueOf(vector.path("kind").textValue().toUpperCase(Locale.ROOT));
            tests.add(DynamicTest.dynamicTest(
                    "record " + vector.path("record"),
                    () -> assertThat(RecordHash.of(
                                            kind,
                                            vector.path("key").textValue(),
                                            vector.path("record").textValue().getBytes(UTF_8))
                                    .toString())
                            .isEqualTo(vector.path("h").textValue())));
        }
        for (JsonNode vector : Vectors.file("hashes").path("environments")) {
            tests.add(DynamicTest.dynamicTest("sum " + vector.path("hash"), () -> {
                EnvironmentHash sum = EnvironmentHash.EMPTY;
                for (JsonNode h : vector.path("records")) {
                    sum = sum.plus(RecordHash.parse(h.textValue()));
                }
                assertThat(sum).hasToString(vector.path("hash").textValue());
            }));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> rangesAreAllocatedAsTheContractSays() {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> variations = new ArrayList<>();
        Vectors.file("allocation").path("variations").forEach(name -> variations.add(name.textValue()));
        for (JsonNode vector : Vectors.file("allocation").path("cases")) {
            tests.add(DynamicTest.dynamicTest(vector.path("name").textValue(), () -> allocate(vector, variations)));
        }
        return tests.stream();
    }

    private static void allocate(JsonNode vector, List<String> variations) {
        Split split = new Split(
                "targetingKey",
                "salt",
                Split.BUCKETS,
                ranges(vector.path("ranges")),
                vector.path("rest").textValue());
        Map<String, Integer> weights = new LinkedHashMap<>();
        vector.path("set")
                .fields()
                .forEachRemaining(e -> weights.put(e.getKey(), e.getValue().intValue()));
        if (vector.has("result")) {
            assertThat(RangeAllocator.setAmounts(split, variations, null, weights)
                            .ranges())
                    .isEqualTo(ranges(vector.path("result")));
            return;
        }
        assertThatThrownBy(() -> RangeAllocator.setAmounts(split, variations, null, weights))
                .satisfies(thrown -> {
                    assertThat(thrown.getClass().getSimpleName())
                            .isEqualTo(vector.path("error").textValue() + "Exception");
                    int available = thrown instanceof RangeAllocator.TooLittleRestException little
                            ? little.available()
                            : ((RangeAllocator.RestHasNoWeightException) thrown).share();
                    assertThat(available).isEqualTo(vector.path("available").intValue());
                });
    }

    private static List<Range> ranges(JsonNode list) {
        List<Range> ranges = new ArrayList<>();
        for (JsonNode range : list) {
            ranges.add(new Range(
                    range.path("variation").textValue(),
                    range.path("from").intValue(),
                    range.path("to").intValue()));
        }
        return ranges;
    }
}
