package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.World;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverridesTest {

    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final Context ANYONE = Context.of("user-1");

    private final Log log = Log.of("dev.sluice.sdk");
    private final Complaints complaints = new Complaints(() -> 0);
    private final Properties properties = new Properties();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void propertiesWinOverTheEnvironmentAndAllIsSaidAtTheStart() {
        properties.setProperty("sluice.override.a", "on");
        properties.setProperty("sluice.overrides.b", "on");

        Overrides overrides = overrides(" a=off , c = on,,nonsense");
        Snapshot snapshot = overrides.withoutServer();

        assertThat(decide(snapshot, "a").variation()).isEqualTo("on");
        assertThat(decide(snapshot, "c").variation()).isEqualTo("on");
        assertThat(snapshot.flagKeys()).containsExactlyInAnyOrder("a", "c");
        assertThat(log.lines())
                .containsExactlyInAnyOrder(
                        "WARN SLUICE_OVERRIDES has the entry 'nonsense'; expected flag=variation",
                        "WARN Flag 'a' is overridden in this process: everyone gets 'on'",
                        "WARN Flag 'c' is overridden in this process: everyone gets 'on'");
    }

    @Test
    void anOverrideReachesWhatDependsOnTheFlag() {
        World world = new World();
        Flag base = World.bool("behind", true);
        world.set(
                World.bool("gate", false),
                Flag.of(
                        base.core(),
                        List.of(new Prerequisite("gate", List.of("on"))),
                        List.of(),
                        List.of(),
                        new Fixed("on"),
                        null));

        Snapshot snapshot = overrides("gate=on").in(world.replica()).snapshot();

        assertThat(decide(world.replica().snapshot(), "behind").variation()).isEqualTo("off");
        assertThat(decide(snapshot, "behind").variation()).isEqualTo("on");
    }

    @Test
    void anOverrideTurnsADisabledFlagOnAndOneThatCannotBeReadIsLeftAlone() {
        World world = new World();
        world.setRaw(
                "disabled",
                "{\"key\":\"disabled\",\"type\":\"boolean\",\"version\":1,\"enabled\":false,"
                        + "\"variations\":{\"on\":true,\"off\":false},\"offVariation\":\"off\"}");
        world.setRaw("broken", "{\"key\":\"broken\",\"type\":7}");

        Snapshot snapshot =
                overrides("disabled=on,broken=on").in(world.replica()).snapshot();

        assertThat(decide(snapshot, "disabled").variation()).isEqualTo("on");
        assertThat(decide(snapshot, "broken").errorCode()).isNotNull();
    }

    @Test
    void aVariationThatTheFlagDoesNotHaveIsNotUsedAndSaid() {
        World world = new World();
        world.set(World.bool("a", true));

        Snapshot snapshot = overrides("a=blue").in(world.replica()).snapshot();

        assertThat(decide(snapshot, "a").variation()).isEqualTo("on");
        assertThat(log.lines()).anyMatch(line -> line.contains("The override of flag 'a' is not used"));
    }

    @Test
    void withoutOverridesTheReplicasOwnSnapshotIsUsed() {
        World world = new World();

        assertThat(overrides("").in(world.replica())).isSameAs(world.replica());
        assertThat(overrides("").withoutServer()).isNull();
    }

    private Overrides overrides(String variable) {
        return Overrides.of(properties, Map.of("SLUICE_OVERRIDES", variable), complaints);
    }

    private static Decision decide(Snapshot snapshot, String flag) {
        return EVALUATOR.decide(snapshot, flag, ANYONE);
    }
}
