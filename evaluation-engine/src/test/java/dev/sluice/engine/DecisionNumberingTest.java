package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionNumberingTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    private final Writer writer = new Writer("1.a");

    @Test
    void anOrdinalSaysWhatADecisionIsCountedBy() {
        Replica replica = replica(writer.flag("f", flag("f", 7, "{\"variation\":\"on\"}")));

        Decision decision = decide(replica, "f", "u1");

        assertThat(replica.snapshot().numbering().key(decision.ordinal()))
                .isEqualTo(new DecisionKey("f", 7, "fallthrough", "on", Reason.STATIC));
    }

    @Test
    void everyPartOfASplitAndEveryFlagHasAnOrdinalOfItsOwn() {
        Replica replica = replica(writer.flag("f", flag("f", 1, half("f"))).flag("g", flag("g", 1, half("g"))));
        Map<Integer, Decision> seen = new HashMap<>();

        for (int i = 0; i < 1_000; i++) {
            for (String key : new String[] {"f", "g"}) {
                Decision decision = decide(replica, key, "user-" + i);
                assertThat(seen.computeIfAbsent(decision.ordinal(), first -> decision))
                        .isSameAs(decision);
            }
        }

        assertThat(seen).hasSize(4);
        assertThat(seen.keySet())
                .allSatisfy(ordinal -> assertThat(ordinal)
                        .isBetween(0, replica.snapshot().numbering().size() - 1));
    }

    @Test
    void anErrorHasNoOrdinal() {
        Replica replica = replica(writer.flag("f", flag("f", 1, half("f"))).flag("junk", "{}"));

        assertThat(decide(replica, "nobody", "u1").ordinal()).isEqualTo(Decision.NO_ORDINAL);
        assertThat(decide(replica, "junk", "u1").ordinal()).isEqualTo(Decision.NO_ORDINAL);
        assertThat(EVALUATOR
                        .decide(replica.snapshot(), "f", ValueType.STRING, Context.of("u1"))
                        .ordinal())
                .isEqualTo(Decision.NO_ORDINAL);
    }

    @Test
    void aChangeOfOneFlagKeepsTheOrdinalsOfTheOthersAndGivesItsOwnOnesToNobodyElse() {
        Replica before =
                replica(writer.flag("f", flag("f", 1, half("f"))).flag("g", flag("g", 1, "{\"variation\":\"on\"}")));
        Replica after = before.apply(
                writer.flag("f", flag("f", 2, "{\"variation\":\"off\"}")).commit());

        DecisionNumbering numbering = after.snapshot().numbering();
        assertThat(numbering).isSameAs(before.snapshot().numbering());
        assertThat(decide(after, "g", "u1").ordinal())
                .isEqualTo(decide(before, "g", "u1").ordinal());
        assertThat(numbering.key(decide(before, "f", "u1").ordinal()).version()).isEqualTo(1);
        assertThat(numbering.key(decide(after, "f", "u1").ordinal()).version()).isEqualTo(2);
    }

    @Test
    void changesWithoutEndNumberTheDecisionsAnewNowAndThenAndChangeNoDecision() {
        Replica replica = replica(writer.flag("f", flag("f", 1, half("f"))).flag("g", flag("g", 1, half("g"))));
        Map<DecisionNumbering, Integer> largest = new HashMap<>();

        for (int version = 2; version < 5_000; version++) {
            replica = replica.apply(
                    writer.flag("f", flag("f", version, half("f"))).commit());
            largest.merge(
                    replica.snapshot().numbering(),
                    replica.snapshot().numbering().size(),
                    Math::max);
            Decision decision = decide(replica, "g", "user-" + version);
            assertThat(replica.snapshot().numbering().key(decision.ordinal()))
                    .as("version %d", version)
                    .isEqualTo(new DecisionKey("g", 1, "fallthrough", decision.variation(), Reason.SPLIT));
        }

        assertThat(largest).hasSizeGreaterThan(1);
        assertThat(largest.values()).allSatisfy(size -> assertThat(size).isLessThan(5_000));
    }

    @Test
    void anOrdinalThatWasNeverGivenIsRefused() {
        DecisionNumbering numbering =
                replica(writer.flag("f", flag("f", 1, half("f")))).snapshot().numbering();

        assertThatThrownBy(() -> numbering.key(numbering.size()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to " + (numbering.size() - 1));
        assertThatThrownBy(() -> numbering.key(Decision.NO_ORDINAL)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Decision decide(Replica replica, String flag, String user) {
        return EVALUATOR.decide(replica.snapshot(), flag, Context.of(user));
    }

    private static Replica replica(Writer writer) {
        return Replica.initial(new Epoch(1, "a")).apply(writer.commit());
    }

    private static String half(String salt) {
        return "{\"split\":{\"salt\":\"" + salt
                + "\",\"buckets\":100000,\"ranges\":[{\"variation\":\"on\",\"from\":0,\"to\":50000}],\"rest\":\"off\"}}";
    }

    private static String flag(String key, int version, String fallthrough) {
        return "{\"key\":\"" + key + "\",\"type\":\"boolean\",\"version\":" + version
                + ",\"enabled\":true,\"variations\":{\"on\":true,\"off\":false},\"offVariation\":\"off\",\"fallthrough\":"
                + fallthrough + "}";
    }
}
