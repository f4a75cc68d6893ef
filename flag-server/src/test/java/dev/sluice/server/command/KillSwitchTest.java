package dev.sluice.server.command;

import static dev.sluice.server.command.Project.COLOUR;
import static dev.sluice.server.command.Project.F;
import static dev.sluice.server.command.Project.bytes;
import static dev.sluice.server.command.Project.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Decision;
import dev.sluice.engine.NotUnderstood;
import dev.sluice.engine.Reason;
import dev.sluice.engine.Snapshot;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.EnvironmentChange;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is live can be taken back, also where something stored no longer fits the rest. */
final class KillSwitchTest {
    private static final String NEEDS_BLUE =
            "{'enabled':true,'offVariation':'off','fallthrough':{'split':{'percent':{'on':50}}},"
                    + "'prerequisites':[{'flag':'colour','variations':['green','blue']}]}";
    private static final String BLUE = "/prerequisites/0/variations/1";

    private final Project project = new Project();

    @Test
    void aVariationThatAnotherFlagNeedsIsNotRemovedAndThatFlagIsNamed() {
        project.put(F, NEEDS_BLUE);

        assertThatThrownBy(() -> patchColour("{'variations':{'blue':null}}"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("variation blue of flag colour cannot be removed: it is a prerequisite of f (production);"
                        + " expected nothing to depend on it");
        patchColour("{'variations':{'red':'rouge','black':'b'}}");
        patchColour("{'variations':{'black':null}}");
        project.put(F, NEEDS_BLUE.replace(",'blue'", ""));
        patchColour("{'variations':{'blue':null}}");

        assertThat(colour(project.state()).variationNames()).containsExactly("red", "green");
    }

    @Test
    void noEarlierVersionComesBackWithoutAVariationThatAnotherFlagNeedsByNow() {
        patchColour("{'variations':{'black':'b'}}");
        project.put(F, NEEDS_BLUE.replace("'blue'", "'black'"));

        assertThatThrownBy(() -> get(project.commands.revertFlag(
                        "demo", "colour", new Revert(1, null, 0), IfMatch.of("*"), project.intent())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("variation black of flag colour cannot be removed")
                .hasMessageContaining("f (production)");
    }

    @Test
    void noFileTakesAwayAVariationThatAFlagNeedsOfWhichTheFileSaysNothing() {
        project.put(F, NEEDS_BLUE);
        ObjectNode file = ProjectExport.of(ProjectView.of(project.state()));
        ((ObjectNode) file.path("flags")).remove("f");
        ((ObjectNode) file.at("/flags/colour/variations")).remove("blue");

        assertThatThrownBy(() -> get(project.commands.importProject(
                        "demo", ProjectFile.read("demo", file), false, false, project.intent())))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        refused -> assertThat(refused.violations().get(0).pointer())
                                .isEqualTo("/flags/f/environments/production" + BLUE));
    }

    @Test
    void aFlagIsDisabledThoughItsPrerequisiteNamesAVariationThatIsNoMore() {
        project.put(F, NEEDS_BLUE);
        forgetBlue();

        Acted off = enable(F, false);

        assertThat(off.emergency()).isTrue();
        assertThat(project.targeting(F).enabled()).isFalse();
        assertThat(project.decide(F, "u1").reason()).isEqualTo(Reason.DISABLED);
        assertThat(enable(F, false).targeting().version())
                .isEqualTo(off.targeting().version());
        refused(() -> enable(F, true), BLUE);
        project.put(F, NEEDS_BLUE.replace(",'blue'", ""));
    }

    @Test
    void aPercentageGoesDownThoughAPrerequisiteNamesAVariationThatIsNoMoreAndNotUp() {
        project.put(F, NEEDS_BLUE);
        forgetBlue();

        project.percentage(F, "{'variation':'on','percentage':10}");

        Serving.Split split = (Serving.Split) project.targeting(F).fallthrough();
        assertThat(split.percent()).containsExactly(Map.entry("on", 10_000));
        refused(() -> project.percentage(F, "{'variation':'on','percentage':20}"), BLUE);
    }

    @Test
    void aFlagIsDisabledThoughItServesWhatItsDefinitionNoLongerHas() {
        project.put(
                COLOUR,
                "{'enabled':true,'offVariation':'red','fallthrough':{'split':{'percent':{'blue':30}}},"
                        + "'whenUnknown':{'use':'default'}}");
        forget("blue");

        refused(
                () -> project.percentage(COLOUR, "{'variation':'green','percentage':5}"),
                "/fallthrough/split/percent/blue");
        enable(COLOUR, false);

        Decision decision = project.decide(COLOUR, "u1");
        assertThat(decision.variation()).isEqualTo("red");
        assertThat(decision.reason()).isEqualTo(Reason.DISABLED);
        assertThat(production().notUnderstood()).isEmpty();
        assertThat(production().flag("colour").whenUnknown()).isNotNull();
        refused(() -> enable(COLOUR, true), "/fallthrough/split/percent/blue");
        assertThat(enable(COLOUR, false).targeting().version()).isEqualTo(3);
        project.put(COLOUR, "{'enabled':true,'offVariation':'red','fallthrough':'green'}");
        assertThat(project.decide(COLOUR, "u1").variation()).isEqualTo("green");
    }

    @Test
    void aFlagWhoseOffVariationIsGoneCannotSayWhatItWouldGiveWhileDisabled() {
        project.put(COLOUR, "{'enabled':true,'offVariation':'blue','fallthrough':'green'}");
        forget("blue");

        refused(() -> enable(COLOUR, false), "/offVariation");
    }

    @Test
    void aFlagIsDisabledThoughASegmentThatItAsksForIsGone() {
        get(project.commands.putSegment(
                "demo",
                "production",
                "staff",
                Json.parse(bytes("{'included':['u1']}")),
                IfMatch.of("*"),
                project.intent()));
        project.put(
                F,
                "{'enabled':true,'offVariation':'off','fallthrough':'on','rules':"
                        + "[{'id':'staff','when':[{'op':'inSegment','values':['staff']}],'serve':'off'}]}");
        loseSegment("staff");
        assertThat(production().notUnderstood()).extracting(NotUnderstood::flag).containsExactly("f");

        enable(F, false);

        assertThat(project.decide(F, "u2").reason()).isEqualTo(Reason.DISABLED);
        refused(() -> enable(F, true), "/rules/0/when/0/values/0");
    }

    private void refused(Runnable act, String pointer) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        refusal -> assertThat(refusal.violations().get(0).pointer())
                                .isEqualTo(pointer));
    }

    private Acted enable(FlagPlace place, boolean enabled) {
        return get(project.commands.enable(place, enabled, IfMatch.absent(), project.intent()))
                .result();
    }

    private void patchColour(String patch) {
        get(project.commands.patchFlag("demo", "colour", Json.parse(bytes(patch)), IfMatch.of("*"), project.intent()));
    }

    private Snapshot production() {
        return project.state().environments().get("production").replica().snapshot();
    }

    private static FlagDefinition colour(ProjectState state) {
        return ProjectView.of(state).flag("colour").document();
    }

    private static FlagDefinition without(String variation, FlagDefinition flag) {
        return new FlagDefinition(
                flag.key(),
                flag.type(),
                flag.variations().stream()
                        .filter(each -> !each.name().equals(variation))
                        .toList(),
                flag.about(),
                flag.clientVisible(),
                flag.archived());
    }

    /** Removes a variation and looks at nothing but the flag itself, as nodes did before they asked who needs it. */
    private void forgetBlue() {
        get(project.workspace.write("demo", state -> {
            FlagDefinition changed = without("blue", colour(state));
            Draft draft = new Draft("demo", state, project.intent());
            draft.putDefinition(changed);
            state.environments()
                    .keySet()
                    .forEach(environment -> draft.putTargeting(
                            environment,
                            changed,
                            ProjectView.of(state)
                                    .targeting(environment, "colour")
                                    .document()));
            return draft.write(Json.object());
        }));
    }

    /** Leaves the definition without a variation, and every environment as it is: as a restore may that somebody insists on. */
    private void forget(String variation) {
        get(project.workspace.write("demo", state -> {
            var definition = new Stored<>(without(variation, colour(state)), 2, Stored.Last.of(project.intent()));
            byte[] stored = Json.write(definition.json(definition.document().json()));
            return Optional.of(raw(
                    new ProjectChange(state.revision(), null, Map.of("colour", Optional.of(stored)), Map.of()),
                    List.of()));
        }));
    }

    private void loseSegment(String segment) {
        get(project.workspace.write("demo", state -> {
            EnvironmentState production = state.environments().get("production");
            Map<String, Optional<byte[]>> gone = Map.of(segment, Optional.empty());
            return Optional.of(raw(
                    null,
                    List.of(new EnvironmentChange(
                            "production",
                            false,
                            production.stateId().revision(),
                            Map.of(),
                            gone,
                            Map.of(),
                            gone,
                            false))));
        }));
    }

    private static Write raw(ProjectChange documents, List<EnvironmentChange> environments) {
        return new Write("demo", documents, environments, new AuditEntry("ada", "test", "", bytes("{}")));
    }
}
