package dev.sluice.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.Reason;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Laws of every environment, tried on at least 100,000 cases each. */
class PropertiesTest {
    private static final int CASES = 100_000;
    private static final Evaluator ENGINE = Evaluator.of(GeoLocator.none(), buckets -> buckets / 3);

    /** What last good forms add has tests of its own; here are only the flags that need none, with all that they ask. */
    @Test
    void aDeltaCompiledOntoASnapshotIsTheWholeCompiledAfresh() {
        SplittableRandom seeds = new SplittableRandom(31);
        for (int cases = 0; cases < CASES; ) {
            long seed = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(seed);
            RandomWorld world = new RandomWorld(random);
            Map<String, JsonNode> flags = new TreeMap<>(world.flags());
            Writer writer = new Writer("1.a");
            put(writer, world);
            writer.commit();
            Replica stepped = Replica.of(writer.snapshot());
            for (int step = random.nextInt(1, 4); step > 0; step--) {
                stepped = stepped.apply(change(writer, flags, random).commit());
                Replica whole = Replica.of(writer.snapshot());
                Set<String> passedOver = new HashSet<>();
                whole.snapshot().notUnderstood().stream()
                        .map(NotUnderstood::flag)
                        .forEach(passedOver::add);
                for (String key : flags.keySet()) {
                    for (int i = asksOneOf(passedOver, flags, key, new HashSet<>()) ? 0 : 6; i > 0; i--, cases++) {
                        same(stepped, whole, key, world.context(), "seed " + seed);
                    }
                }
            }
        }
    }

    private static void put(Writer writer, RandomWorld world) {
        world.flags().forEach((key, flag) -> writer.flag(key, AgreementTest.written(flag)));
        world.segments().forEach((key, segment) -> writer.segment(key, AgreementTest.written(segment)));
    }

    private static Writer change(Writer writer, Map<String, JsonNode> flags, SplittableRandom random) {
        RandomWorld other = new RandomWorld(random);
        other.flags().forEach((key, flag) -> {
            if (random.nextInt(3) == 0) {
                flags.put(key, flag);
                writer.flag(key, AgreementTest.written(flag));
            } else if (random.nextInt(8) == 0) {
                flags.remove(key);
                writer.removeFlag(key);
            }
        });
        other.segments().forEach((key, segment) -> {
            if (random.nextInt(3) == 0) {
                writer.segment(key, AgreementTest.written(segment));
            } else if (random.nextInt(20) == 0) {
                writer.removeSegment(key);
            }
        });
        return writer;
    }

    private static boolean asksOneOf(Set<String> bad, Map<String, JsonNode> flags, String key, Set<String> seen) {
        if (bad.contains(key)) {
            return true;
        }
        for (JsonNode prerequisite :
                seen.add(key) ? flags.getOrDefault(key, nothing()).path("prerequisites") : nothing()) {
            if (asksOneOf(bad, flags, prerequisite.path("flag").asText(), seen)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void same(Replica stepped, Replica whole, String key, ObjectNode who, String told) {
        Context context = AgreementTest.context(who);
        String one = ENGINE.decide(stepped.snapshot(), key, context).toString();
        String two = ENGINE.decide(whole.snapshot(), key, context).toString();
        if (!one.equals(two)) {
            fail(told + ", " + key + ", context " + who + "\nby deltas " + one + "\nafresh    " + two);
        }
    }

    @Test
    void aDisabledRecordAlwaysDisables() {
        SplittableRandom seeds = new SplittableRandom(32);
        String[] parts = {"prerequisites", "targets", "rules", "fallthrough", "guard", "later"};
        for (int cases = 0; cases < CASES; ) {
            long seed = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(seed);
            RandomWorld world = new RandomWorld(random);
            Writer writer = new Writer("1.a");
            put(writer, world);
            writer.commit();
            Replica before = Replica.of(writer.snapshot());
            world.flags().forEach((key, flag) -> {
                ObjectNode off = flag.deepCopy();
                off.put("enabled", false);
                JsonNode odd = random.nextBoolean()
                        ? nothing()
                        : world.segments().get("s0").get("rules");
                off.set(parts[random.nextInt(parts.length)], odd);
                world.flags().put(key, off);
            });
            put(writer, world);
            Snapshot after = before.apply(writer.commit()).snapshot();
            for (Map.Entry<String, JsonNode> flag : world.flags().entrySet()) {
                for (int i = NaiveRecord.coreIsGood(flag.getKey(), flag.getValue()) ? 4 : 0; i > 0; i--, cases++) {
                    Decision decision = ENGINE.decide(after, flag.getKey(), AgreementTest.context(world.context()));
                    String off = flag.getValue().path("offVariation").textValue();
                    if (decision.reason() != Reason.DISABLED
                            || !String.valueOf(off).equals(String.valueOf(decision.variation()))) {
                        fail("seed " + seed + ": " + decision + " of " + flag.getValue());
                    }
                }
            }
        }
    }

    @Test
    void whateverIsInAContextThereIsADecision() {
        SplittableRandom seeds = new SplittableRandom(33);
        for (int cases = 0; cases < CASES; ) {
            long seed = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(seed);
            RandomWorld world = new RandomWorld(random);
            Writer writer = new Writer("1.a");
            put(writer, world);
            writer.commit();
            Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();
            for (int i = 0; i < 30; i++) {
                Context context = oddContext(random);
                for (String key : world.flags().keySet()) {
                    Decision decision = ENGINE.decide(snapshot, key, context);
                    assertThat(decision.hasValue() && decision.errorCode() != null)
                            .as("seed %d", seed)
                            .isFalse();
                    assertThat(decision.errorCode() == null || decision.reason() == Reason.ERROR)
                            .as("seed %d", seed)
                            .isTrue();
                    assertThat(decision.errorCode()).as("seed %d", seed).isNotEqualTo(ErrorCode.GENERAL);
                    cases++;
                }
            }
        }
    }

    private static Context oddContext(SplittableRandom random) {
        Context.Builder context = Context.builder(random.nextInt(4) == 0 ? null : "u" + random.nextInt(4));
        for (String name : new String[] {
            "text",
            "number",
            "time",
            "version",
            "address",
            "truth",
            "list",
            "object",
            "ip",
            "geo.country",
            "geo.latitude",
            "geo.longitude"
        }) {
            context.setAny(name, odd(random, 0));
        }
        return context.build();
    }

    private static Object odd(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 40 ? 12 : 17)) {
            case 0 -> new BigDecimal("1e400");
            case 1 -> new BigInteger("9".repeat(40));
            case 2 -> Float.NaN;
            case 3 -> new Object();
            case 4 -> new byte[] {1};
            case 5 -> Instant.MAX;
            case 6 -> Instant.MIN;
            case 7 -> "\ud83d".repeat(random.nextInt(3));
            case 8 -> (short) 1;
            case 9 -> Long.MIN_VALUE;
            case 10 -> -0.0;
            case 11 -> ":".repeat(random.nextInt(12));
            case 12, 13 -> new ArrayList<>(Collections.singletonList(odd(random, depth + 1)));
            case 14 -> {
                Map<Object, Object> map = new HashMap<>();
                map.put(random.nextBoolean() ? "deep" : 1, odd(random, depth + 1));
                map.put(null, null);
                yield map;
            }
            case 15 -> List.of(1, "x", true, List.of(), Map.of());
            default -> "2026-01-01T00:00:00Z".substring(random.nextInt(20));
        };
    }
}
