package dev.sluice.server.command;

import static dev.sluice.server.command.Project.COLOUR;
import static dev.sluice.server.command.Project.F;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.proof.Proves;
import dev.sluice.server.json.InvalidException;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PercentageTest {

    private static final int USERS = 2_000;

    private final Project project = new Project();

    @Test
    void aFixedServeBecomesTheRest() {
        project.percentage(COLOUR, "{'variation':'blue','percentage':10}");

        Serving.Split split = (Serving.Split) project.targeting(COLOUR).fallthrough();
        assertThat(split.percent()).containsExactly(java.util.Map.entry("blue", 10_000));
        assertThat(split.rest()).isEqualTo("red");
        assertThat(split.salt()).isEqualTo("colour");
    }

    @Test
    void loweringTheOneThatEverybodyGetsLeavesTheRestToOff() {
        Acted acted = project.percentage(F, "{'variation':'on','percentage':40}");

        assertThat(acted.effective().toString()).isEqualTo("{\"on\":40,\"off\":60}");
        assertThat(((Serving.Split) project.targeting(F).fallthrough()).rest()).isEqualTo("off");
    }

    @Test
    void onlyTheRestGivesAndTakes() {
        project.percentage(COLOUR, "{'variation':'blue','percentage':30}");
        project.percentage(COLOUR, "{'variation':'green','percentage':20}");

        Acted acted = project.percentage(COLOUR, "{'variation':'blue','percentage':12.345}");

        assertThat(acted.effective().toString()).isEqualTo("{\"red\":67.655,\"green\":20,\"blue\":12.345}");
    }

    @Test
    void tooLittleRestIsRefusedSayingHowMuchThereIs() {
        project.percentage(COLOUR, "{'variation':'blue','percentage':70}");

        assertThatThrownBy(() -> project.percentage(COLOUR, "{'variation':'green','percentage':30.001}"))
                .isInstanceOf(InvalidException.class)
                .hasMessage(
                        "percentage: 30.001 is not allowed; expected at most 30: that is what the others leave (blue 70)");
    }

    @Test
    void namingTheRestIsRefusedWithItsShare() {
        project.percentage(COLOUR, "{'variation':'blue','percentage':70}");

        assertThatThrownBy(() -> project.percentage(COLOUR, "{'variation':'red','percentage':10}"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("red is the rest here, and gets the 30 %");
    }

    @Test
    void zeroIsZeroAndAHundredIsEverybody() {
        project.percentage(F, "{'variation':'on','percentage':0,'enable':true}");
        for (int user = 0; user < USERS; user++) {
            assertThat(project.decide(F, "u" + user).booleanValue(true)).isFalse();
        }

        project.percentage(F, "{'variation':'on','percentage':100}");
        for (int user = 0; user < USERS; user++) {
            assertThat(project.decide(F, "u" + user).booleanValue(false)).isTrue();
        }
    }

    @Test
    void theSmallestPercentageIsOneBucket() {
        project.percentage(F, "{'variation':'on','percentage':0.001,'enable':true}");

        Serving.Split split = (Serving.Split) project.targeting(F).fallthrough();
        assertThat(split.ranges())
                .singleElement()
                .satisfies(range -> assertThat(range.size()).isEqualTo(1));
    }

    @Test
    @Proves("F71")
    void raisingKeepsEveryoneInAndLoweringKeepsEveryoneOut() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        project.percentage(F, "{'variation':'on','percentage':0,'enable':true}");
        int before = 0;
        BitSet in = new BitSet();
        for (int step = 0; step < 40; step++) {
            int percent = random.nextInt(100_001);
            project.percentage(F, "{'variation':'on','percentage':" + Percent.number(percent) + "}");
            BitSet now = new BitSet();
            for (int user = 0; user < USERS; user++) {
                now.set(user, project.decide(F, "u" + user).booleanValue(false));
            }
            BitSet lost = (BitSet) (percent >= before ? in : now).clone();
            lost.andNot(percent >= before ? now : in);
            assertThat(lost.isEmpty())
                    .as("seed %s, step %s: %s -> %s", seed, step, before, percent)
                    .isTrue();
            before = percent;
            in = now;
        }
    }

    @Test
    void aRuleHasALineOfItsOwn() {
        project.put(
                F,
                "{'enabled':true,'offVariation':'off','fallthrough':'off','rules':["
                        + "{'id':'beta','when':[{'attribute':'plan','op':'in','values':['beta']}],'serve':'on'}]}");

        Acted acted = project.percentage(F, "{'variation':'on','percentage':25,'rule':'beta','by':'account'}");

        assertThat(acted.placeName()).isEqualTo("beta");
        assertThat(acted.by()).isEqualTo("account");
        assertThat(acted.note())
                .isEqualTo(
                        "Everyone gets off; of users whose plan is beta (rule beta) 25 % by account get on, the rest get off.");
        assertThat(project.targeting(F).fallthrough()).isEqualTo(new Serving.Fixed("off"));
    }

    @Test
    void aPlanIsPure() {
        PercentageChange change = new PercentageChange("on", 10_000, null, null, true);

        Plan<Acted> first = project.plans(F).percentage(project.state(), change);
        Plan<Acted> second = project.plans(F).percentage(project.state(), change);

        assertThat(first.result()).isEqualTo(second.result());
        assertThat(first.write().orElseThrow().environments().get(0).expectedRevision())
                .isEqualTo(second.write().orElseThrow().environments().get(0).expectedRevision());
        assertThat(project.targeting(F).enabled()).isFalse();
    }

    @Test
    void onlyWhatTakesAwayIsUrgent() {
        assertThat(urgent(new PercentageChange("on", 50_000, null, null, true))).isFalse();
        project.percentage(F, "{'variation':'on','percentage':50,'enable':true}");

        assertThat(urgent(new PercentageChange("on", 60_000, null, null, false)))
                .isFalse();
        assertThat(urgent(new PercentageChange("on", 40_000, null, null, false)))
                .isTrue();
        assertThat(project.plans(F)
                        .enable(project.state(), false)
                        .write()
                        .orElseThrow()
                        .environments()
                        .get(0)
                        .urgent())
                .isTrue();
    }

    private boolean urgent(PercentageChange change) {
        return project.plans(F)
                .percentage(project.state(), change)
                .write()
                .orElseThrow()
                .environments()
                .get(0)
                .urgent();
    }
}
