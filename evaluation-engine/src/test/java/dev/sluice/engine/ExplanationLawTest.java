package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Explanation.AttributeFinding;
import dev.sluice.engine.Explanation.ClauseFinding;
import dev.sluice.engine.Explanation.FallthroughStep;
import dev.sluice.engine.Explanation.Found;
import dev.sluice.engine.Explanation.PrerequisiteStep;
import dev.sluice.engine.Explanation.RuleStep;
import dev.sluice.engine.Explanation.SegmentFinding;
import dev.sluice.engine.Explanation.SplitFinding;
import dev.sluice.engine.Explanation.Step;
import dev.sluice.engine.Explanation.TargetStep;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an explanation says is what deciding does, for whatever flags and contexts. */
class ExplanationLawTest {
    private static final int SNAPSHOTS = 250;
    private static final int PAIRS_PER_SNAPSHOT = 400;
    private static final int FLAGS = 12;
    private static final int SEGMENTS = 6;
    private static final List<String> VARIATIONS = List.of("a", "b", "c");
    private static final List<String> NAMES =
            List.of("targetingKey", "plan", "n", "list", "/o/p", "/o", "geo.country", "geo.latitude", "ip", "t", "v");
    private static final List<Object> VALUES = List.of(
            "u1",
            "u2",
            "gold",
            "GOLD",
            "DE",
            "1.2.3",
            "2.0.0-rc.1",
            "10.0.0.1",
            "192.0.2.1",
            "2026-01-02T03:04:05Z",
            "",
            1L,
            7L,
            2.5,
            1_800_000_000_000L,
            true,
            false);
    private static final GeoLocator GEO = ip -> {
        if (ip.equals("10.0.0.1")) {
            throw new IllegalStateException("broken on purpose");
        }
        return ip.equals("192.0.2.1") ? new GeoLocation("DE", "DE-BY", null, "EU", true, 48.1, 11.6) : null;
    };

    private final SplittableRandom random = new SplittableRandom(20_260_731);
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private final Set<Found> found = EnumSet.noneOf(Found.class);
    private final Set<Operator> operators = EnumSet.noneOf(Operator.class);
    private final Set<Class<?>> kinds = new HashSet<>();

    @Test
    void theDecisionThatIsExplainedIsTheDecisionItself() {
        for (int i = 0; i < SNAPSHOTS; i++) {
            Map<String, Optional<FlagReading>> flags = new TreeMap<>();
            Map<String, Optional<SegmentReading>> segments = new TreeMap<>();
            IntStream.range(0, SEGMENTS)
                    .forEach(s -> segments.put("s" + s, Optional.of(new SegmentReading.Understood(segment(s)))));
            IntStream.range(0, FLAGS).forEach(f -> flags.put("f" + f, Optional.of(reading(flag(f)))));
            StateId id = StateId.initial(Epoch.parse("1.a"));
            Snapshot snapshot = SnapshotCompiler.compile(Snapshot.empty(id), id, flags, segments);
            for (int j = 0; j < PAIRS_PER_SNAPSHOT; j++) {
                agree(snapshot, "f" + random.nextInt(FLAGS + 1), context(), flags, segments);
            }
        }

        assertThat(reasons).containsExactlyInAnyOrder(Reason.values());
        assertThat(found).containsExactlyInAnyOrder(Found.values());
        assertThat(operators).containsExactlyInAnyOrder(Operator.values());
        assertThat(kinds).containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
    }

    private void agree(Snapshot snapshot, String key, Context context, Object flags, Object segments) {
        int drawn = random.nextInt(100);
        Evaluator evaluator = Evaluator.of(GEO, buckets -> drawn * buckets / 100);

        Decision decision = evaluator.decide(snapshot, key, context);
        Explanation explanation = evaluator.explain(snapshot, key, context);

        Supplier<String> told =
                () -> key + " for " + context.targetingKey() + " " + context.attributes() + " in " + flags + segments;
        assertThat(explanation.decision()).as(told).isSameAs(decision);
        assertThat(explanation.flag()).isEqualTo(key);
        assertThat(explanation.text().lines().allMatch(line -> line.length() < 2_000))
                .as(told)
                .isTrue();
        try {
            consistent(explanation);
        } catch (AssertionError e) {
            throw new AssertionError(told.get() + "\n" + explanation, e);
        }
        reasons.add(decision.reason());
    }

    /** What is told of each step leads to what is told of the whole. */
    private void consistent(Explanation explanation) {
        List<Step> steps = explanation.steps();
        assertThat(steps).isNotEmpty();
        Decision decision = explanation.decision();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1;
            kinds.add(step.getClass());
            if (step instanceof PrerequisiteStep prerequisite) {
                assertThat(prerequisite.met()).isEqualTo(!last || decision.reason() != Reason.PREREQUISITE_FAILED);
                if (prerequisite.explanation() != null) {
                    assertThat(prerequisite.explanation().decision()).isSameAs(prerequisite.served());
                    consistent(prerequisite.explanation());
                }
                assertThat(!prerequisite.met()
                                || prerequisite
                                        .variations()
                                        .contains(prerequisite.served().variation()))
                        .isTrue();
            } else if (step instanceof TargetStep target) {
                assertThat(target.variation() != null)
                        .isEqualTo(target.attribute().found() == Found.MATCH);
                assertThat(target.variation() != null).isEqualTo("target".equals(decision.place()) && last);
            } else if (step instanceof RuleStep rule) {
                boolean failed = i + 2 == steps.size() && decision.errorCode() == ErrorCode.GENERAL;
                assertThat(rule.holds()).isEqualTo(last && rule.id().equals(decision.place()));
                assertThat(failed && rule.holds()).isFalse();
                consistent(rule.holds(), rule.clauses());
                assertThat(rule.split() != null).isEqualTo(last && decision.reason() == Reason.SPLIT);
                consistent(rule.split(), decision);
            } else if (step instanceof FallthroughStep fallthrough) {
                assertThat(last).isTrue();
                assertThat(decision.place()).isEqualTo("fallthrough");
                consistent(fallthrough.split(), decision);
            }
        }
    }

    private void consistent(boolean holds, List<ClauseFinding> clauses) {
        assertThat(clauses).isNotEmpty();
        for (int i = 0; i < clauses.size(); i++) {
            ClauseFinding clause = clauses.get(i);
            operators.add(clause.op());
            found.add(clause.found());
            assertThat(clause.holds()).isEqualTo(holds || i < clauses.size() - 1);
            boolean expected = switch (clause.found()) {
                case MATCH -> !clause.negate();
                case NO_MATCH -> clause.negate();
                case MISSING -> clause.op() == Operator.EXISTS && clause.negate();
                case WRONG_TYPE -> false;
            };
            assertThat(clause.holds()).isEqualTo(expected);
            clause.attributes().forEach(ExplanationLawTest::consistent);
            for (int s = 0; s < clause.segments().size(); s++) {
                SegmentFinding segment = clause.segments().get(s);
                boolean isLast = s == clause.segments().size() - 1;
                assertThat(segment.membership().isMember()).isEqualTo(isLast && clause.found() == Found.MATCH);
                segment.rules().forEach(rule -> consistent(rule.holds(), rule.clauses()));
            }
        }
    }

    private static void consistent(AttributeFinding attribute) {
        assertThat(attribute.isPrivate())
                .isEqualTo(Set.of("ip", "plan", "/o/p", "/o").contains(attribute.name()));
        assertThat(attribute.value() == null).isEqualTo(attribute.isPrivate() || attribute.found() == Found.MISSING);
    }

    private static void consistent(SplitFinding split, Decision decision) {
        if (split == null) {
            return;
        }
        assertThat(split.bucketKeyMissing()).isEqualTo(decision.bucketKeyMissing());
        if (split.bucket() != null && split.range() != null) {
            assertThat(split.bucket())
                    .isBetween(split.range().from(), split.range().to() - 1);
            assertThat(decision.variation()).isEqualTo(split.range().variation());
        }
        if (split.key() != null) {
            consistent(split.key());
            assertThat(split.bucket() == null)
                    .isEqualTo(split.bucketKeyMissing() || split.key().isPrivate());
        }
        assertThat(split.rest()
                        || split.range() != null
                        || (split.key() != null && split.key().isPrivate()))
                .isTrue();
    }

    private FlagReading reading(Flag flag) {
        return random.nextInt(30) == 0
                ? new FlagReading.NotUnderstood("odd", FlagReading.Trouble.UNKNOWN, flag.core())
                : new FlagReading.Understood(flag);
    }

    private Flag flag(int index) {
        int kind = random.nextInt(20);
        String off = kind < 16 ? VARIATIONS.get(random.nextInt(3)) : null;
        FlagCore core = new FlagCore("f" + index, ValueType.STRING, 1, kind != 0, variations(), off);
        List<Prerequisite> prerequisites = index == 0 || random.nextInt(3) > 0
                ? List.of()
                : many(
                        2,
                        i -> new Prerequisite(
                                "f" + (random.nextInt(20) == 0 ? 99 : random.nextInt(index)), some(VARIATIONS)));
        List<Target> targets = random.nextBoolean()
                ? List.of()
                : many(
                        3,
                        i -> new Target(
                                one(VARIATIONS),
                                random.nextBoolean() ? "targetingKey" : one(NAMES),
                                List.of("u1", "gold")));
        List<Rule> rules = random.nextInt(4) == 0
                ? List.of()
                : many(3, i -> new Rule("r" + i, many(3, c -> clause(SEGMENTS)), serve(off)));
        return Flag.of(core, prerequisites, targets, rules, serve(off), null);
    }

    private static List<Variation> variations() {
        return VARIATIONS.stream()
                .map(name -> new Variation(name, "value " + name))
                .toList();
    }

    private Serve serve(String off) {
        if (random.nextBoolean()) {
            return new Fixed(one(VARIATIONS));
        }
        String rest = one(VARIATIONS);
        List<String> others =
                VARIATIONS.stream().filter(name -> !name.equals(rest)).toList();
        List<Range> ranges = List.of(new Range(others.get(0), 100, 400), new Range(others.get(1), 400, 700));
        String by = random.nextInt(5) == 0 ? Split.RANDOM : one(NAMES);
        return new Split(by, "salt", 1_000, ranges, rest.equals(off) ? null : rest);
    }

    private Segment segment(int index) {
        return new Segment(
                "s" + index,
                random.nextBoolean() ? List.of() : List.of("u1"),
                random.nextBoolean() ? List.of() : List.of("u2"),
                many(2, i -> new SegmentRule("m" + i, many(2, c -> clause(index)))));
    }

    private Clause clause(int segmentsBelow) {
        Operator op = Operator.values()[random.nextInt(Operator.values().length)];
        boolean negate = random.nextInt(3) == 0;
        if (op == Operator.IN_SEGMENT && segmentsBelow == 0) {
            op = Operator.EXISTS;
        }
        List<Object> values = switch (op) {
            case IN -> some(VALUES);
            case STARTS_WITH, ENDS_WITH, CONTAINS -> some(List.<Object>of("u", "g", "1", "old"));
            case MATCHES -> some(List.<Object>of("^u[0-9]", "(?i)gold", "."));
            case LT, LTE, GT, GTE -> some(List.<Object>of(1L, 2.5, 8L));
            case BEFORE, AFTER -> some(List.<Object>of("2026-01-01T00:00:00Z", 1_900_000_000_000L));
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE -> some(List.<Object>of("1.2.3", "2.0.0"));
            case IN_CIDR -> some(List.<Object>of("10.0.0.0/8", "192.0.2.0/24"));
            case IN_SEGMENT -> many(2, i -> (Object) ("s" + random.nextInt(segmentsBelow)));
            case WITHIN_KM -> List.of(Map.of("latitude", 48.0, "longitude", 11.0, "km", random.nextInt(200) + 0.5));
            case EXISTS -> List.of();
        };
        String attribute = op == Operator.IN_SEGMENT || op == Operator.WITHIN_KM ? null : one(NAMES);
        return new Clause(attribute, op, values, negate, random.nextBoolean());
    }

    private Context context() {
        Context.Builder builder = Context.builder().markPrivate("plan", "/o/p");
        if (random.nextInt(5) > 0) {
            builder.targetingKey(one(List.of("u1", "u2", "u3")));
        }
        for (String name : List.of("plan", "n", "t", "v", "geo.country", "geo.latitude", "geo.longitude")) {
            if (random.nextInt(3) == 0) {
                builder.setAny(name, one(VALUES));
            }
        }
        if (random.nextBoolean()) {
            builder.set("list", random.nextInt(4) == 0 ? List.of() : some(VALUES));
        }
        if (random.nextBoolean()) {
            builder.set("o", Map.of("p", one(VALUES)));
        }
        if (random.nextInt(4) == 0) {
            builder.set("t", Instant.ofEpochSecond(random.nextInt(2_000_000_000)));
        }
        int address = random.nextInt(40);
        return builder.ip(address == 0 ? "10.0.0.1" : address < 15 ? "192.0.2.1" : address < 25 ? "192.0.2.2" : null)
                .build();
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> List<T> some(List<T> list) {
        List<T> some = new ArrayList<>(many(3, i -> one(list)));
        return some.stream().filter(Objects::nonNull).distinct().toList();
    }

    private <T> List<T> many(int most, Function<Integer, T> make) {
        int count = 1 + random.nextInt(most);
        return IntStream.range(0, count).boxed().map(make).toList();
    }
}
