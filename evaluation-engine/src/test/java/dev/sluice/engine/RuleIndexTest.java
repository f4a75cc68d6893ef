package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The index finds the rule that asking every condition in order would find, and fails where that would fail. */
class RuleIndexTest {
    private static final Evaluator PLAIN = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final List<String> ATTRIBUTES =
            List.of("plan", "orders", "/place/city", "targetingKey", "geo.country");
    private static final List<String> TEXTS = List.of("gold", "Gold", "silver", "DE", "7");

    @Test
    void theFirstRuleIsThatOfAskingInOrder() {
        SplittableRandom random = new SplittableRandom(20261121);

        for (int round = 0; round < 20_000; round++) {
            List<Clause> clauses = new ArrayList<>();
            List<Condition[]> rules = new ArrayList<>();
            int many = random.nextInt(12) == 0 ? 40 : 1 + random.nextInt(6);
            for (int i = 0; i < many; i++) {
                rules.add(rule(random, clauses));
            }
            RuleIndex index = RuleIndex.of(rules);
            for (int i = 0; i < 6; i++) {
                Context context = context(random);

                assertThat(index.first(context, PLAIN))
                        .as("%s in %s", context.attributes(), clauses)
                        .isEqualTo(firstInOrder(rules, context, PLAIN));
            }
        }
    }

    @Test
    void nothingPluggedInIsAskedSoonerOrLaterThanInOrder() {
        Evaluator failing = Evaluator.of(
                ip -> {
                    throw new IllegalStateException("unplugged");
                },
                buckets -> 0);
        SplittableRandom random = new SplittableRandom(7);

        for (int round = 0; round < 20_000; round++) {
            List<Clause> clauses = new ArrayList<>();
            List<Condition[]> rules = List.of(rule(random, clauses), rule(random, clauses), rule(random, clauses));
            Context context = context(random);

            assertThat(outcome(() -> RuleIndex.of(rules).first(context, failing)))
                    .as("%s in %s", context.attributes(), clauses)
                    .isEqualTo(outcome(() -> firstInOrder(rules, context, failing)));
        }
    }

    private interface Asked {
        int first();
    }

    private static String outcome(Asked asked) {
        try {
            return String.valueOf(asked.first());
        } catch (IllegalStateException failed) {
            return "failed";
        }
    }

    private static int firstInOrder(List<Condition[]> rules, Context context, Evaluator evaluator) {
        for (int i = 0; i < rules.size(); i++) {
            if (Condition.allHold(rules.get(i), context, evaluator)) {
                return i;
            }
        }
        return RuleIndex.NONE;
    }

    private static Condition[] rule(SplittableRandom random, List<Clause> clauses) {
        Condition[] conditions = new Condition[1 + random.nextInt(4)];
        for (int i = 0; i < conditions.length; i++) {
            Clause clause = clause(random);
            clauses.add(clause);
            conditions[i] = Conditions.of(clause, key -> {
                throw new IllegalArgumentException(key);
            });
        }
        return conditions;
    }

    private static Clause clause(SplittableRandom random) {
        String attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
        boolean negate = random.nextInt(3) == 0;
        boolean ignoreCase = random.nextInt(5) == 0;
        return switch (random.nextInt(8)) {
            case 0 -> new Clause(attribute, Operator.EXISTS, List.of(), negate, false);
            case 1 -> new Clause(attribute, Operator.STARTS_WITH, List.of("g"), negate, ignoreCase);
            case 2 -> new Clause(attribute, Operator.IN, List.of("gold", 7L, true), negate, ignoreCase);
            case 3 -> new Clause(attribute, Operator.LT, List.of(2.5), negate, false);
            case 4, 5 -> {
                Operator[] orders = {Operator.LT, Operator.LTE, Operator.GT, Operator.GTE};
                yield new Clause(
                        attribute,
                        orders[random.nextInt(orders.length)],
                        List.of((long) random.nextInt(10), (long) random.nextInt(10)),
                        negate,
                        false);
            }
            default -> {
                List<Object> texts = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    texts.add(TEXTS.get(random.nextInt(TEXTS.size())));
                }
                yield new Clause(attribute, Operator.IN, texts, negate, ignoreCase);
            }
        };
    }

    private static Context context(SplittableRandom random) {
        Context.Builder builder = random.nextBoolean() ? Context.builder("gold") : Context.builder();
        builder.setAny("plan", value(random));
        builder.setAny("orders", value(random));
        builder.set("place", Map.of("city", TEXTS.get(random.nextInt(TEXTS.size()))));
        if (random.nextInt(4) == 0) {
            builder.set("geo.country", "DE");
        }
        return random.nextBoolean() ? builder.ip("192.0.2.1").build() : builder.build();
    }

    private static Object value(SplittableRandom random) {
        return switch (random.nextInt(7)) {
            case 0 -> List.of("gold", 7L);
            case 1 -> List.of();
            case 2 -> true;
            case 3 -> random.nextInt(10) + 0.5;
            case 4, 5 -> (long) random.nextInt(10);
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }
}
