package dev.sluice.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.fleet.Instance;
import dev.sluice.server.store.MeasureStore.Uses;
import dev.sluice.server.upkeep.FlagUse.OfEnvironment;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FlagUseTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Uses NOTHING = new Uses(Map.of(), null, null);

    private static Instance instance(String id, String application) {
        return new Instance(
                id, application, "java/1", "a", null, NOON, NOON, null, false, false, List.of(), Map.of(), "", 0);
    }

    private static List<String> ids(OfEnvironment environment, String flag) {
        return environment.users(flag).stream().map(Instance::id).toList();
    }

    @Test
    void aFlagIsUsedByTheRunningInstancesOfTheApplicationsThatUsedIt() {
        var byApplication = new Uses(
                Map.of("f/shop/1", NOON, "f/till/2", NOON, "f/gone/3", NOON, "ff/till/2", NOON, "g/gone/3", NOON),
                NOON,
                null);
        var environment = OfEnvironment.of(
                NOTHING,
                NOTHING,
                NOTHING,
                byApplication,
                List.of(
                        instance("s1", "shop/1"),
                        instance("s2", "shop/1"),
                        instance("s3", "shop/2"),
                        instance("t", "till/2")));

        assertThat(ids(environment, "f")).containsExactly("s1", "s2", "t");
        assertThat(ids(environment, "ff")).containsExactly("t");
        assertThat(ids(environment, "g")).isEmpty();
        assertThat(environment.isUsed("f")).isTrue();
        assertThat(environment.isUsed("g")).isFalse();
    }

    @Test
    void theVariationsOfAFlagAreNotThoseOfOneWhoseNameBeginsAlike() {
        var served = new Uses(Map.of("f/on", NOON, "f/off", NOON.minusSeconds(60), "ff/beta", NOON), NOON, null);

        var environment = OfEnvironment.of(NOTHING, NOTHING, served, NOTHING, List.of());

        assertThat(environment.servedSince("f", NOON)).containsExactly("on");
        assertThat(environment.servedSince("f", NOON.minusSeconds(60))).containsExactly("off", "on");
        assertThat(environment.servedSince("g", NOON)).isEmpty();
    }

    @Test
    void instancesAreLookedThroughOnceHoweverManyFlagsThereAre() {
        var looks = new AtomicLong();
        List<Instance> instances = new AbstractList<>() {
            @Override
            public Instance get(int index) {
                looks.incrementAndGet();
                return instance("i" + index, "shop/1");
            }

            @Override
            public int size() {
                return 100;
            }
        };
        var environment =
                OfEnvironment.of(NOTHING, NOTHING, NOTHING, new Uses(Map.of("f7/shop/1", NOON), NOON, null), instances);
        long once = looks.get();

        for (int i = 0; i < 1_000; i++) {
            assertThat(environment.users("f" + i)).hasSize(i == 7 ? 100 : 0);
        }

        assertThat(looks.get()).isEqualTo(once);
    }
}
