package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.command.Acted;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.Done;
import dev.sluice.server.command.FlagPlace;
import dev.sluice.server.command.PercentageChange;
import dev.sluice.server.command.PercentageView;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.RulePosition;
import dev.sluice.server.command.Stored;
import dev.sluice.server.command.Targeting;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/** Who gets what in one environment: the document, its rules, and the acts on, off and percentage. */
final class TargetingApi {
    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;
    private final ActAnswers answers;

    TargetingApi(Vertx vertx, Workspace workspace, Commands commands, ActAnswers answers) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
        this.answers = answers;
    }

    /** {@code GET …/flags/{flag}/environments/{environment}} */
    Future<Reply> show(Call call) {
        FlagPlace place = place(call);
        ProjectView view = call.project(workspace);
        view.flag(place.flag());
        Stored<Targeting> targeting = view.targeting(place.environment(), place.flag());
        return Future.succeededFuture(
                Reply.ok(targeting.json(targeting.document().json())).etag(targeting.version()));
    }

    /** {@code PUT …/flags/{flag}/environments/{environment}} */
    Future<Reply> put(Call call) {
        JsonNode body = call.body();
        return acted(
                call, () -> commands.putTargeting(place(call), body, call.ifMatch(), call.intent("targeting.replace")));
    }

    /** {@code PATCH …/flags/{flag}/environments/{environment}} */
    Future<Reply> patch(Call call) {
        JsonNode body = call.body();
        return acted(
                call,
                () -> commands.patchTargeting(place(call), body, call.ifMatch(), call.intent("targeting.change")));
    }

    /** {@code POST …/on} */
    Future<Reply> on(Call call) {
        return enable(call, true);
    }

    /** {@code POST …/off} */
    Future<Reply> off(Call call) {
        return enable(call, false);
    }

    /** {@code GET …/percentage?rule=} */
    Future<Reply> showPercentage(Call call) {
        FlagPlace place = place(call);
        ProjectView view = call.project(workspace);
        return Future.succeededFuture(Reply.ok(PercentageView.json(view, place, call.query("rule"))));
    }

    /** {@code PUT …/percentage} */
    Future<Reply> percentage(Call call) {
        PercentageChange change = PercentageChange.read(call.body());
        return answers.acted(
                call,
                () -> commands.percentage(place(call), change, call.ifMatch(), call.intent("flag.percentage")),
                (acted, json) -> {
                    json.put("place", acted.placeName());
                    json.put("by", acted.by());
                    json.set("effective", acted.effective());
                    json.set("alsoServedBy", acted.alsoServedBy(change.variation()));
                });
    }

    /** {@code PUT …/rules/{rule}?position=} */
    Future<Reply> putRule(Call call) {
        RulePosition position = RulePosition.parse(call.query("position"));
        JsonNode body = call.body();
        return acted(
                call,
                () -> commands.putRule(
                        place(call), call.path("rule"), position, body, call.ifMatch(), call.intent("rule.put")));
    }

    /** {@code DELETE …/rules/{rule}} */
    Future<Reply> removeRule(Call call) {
        return acted(
                call,
                () -> commands.removeRule(place(call), call.path("rule"), call.ifMatch(), call.intent("rule.remove")));
    }

    /** {@code POST …/preview}: what a PUT of this body would do. */
    Future<Reply> preview(Call call) {
        FlagPlace place = place(call);
        call.project(workspace);
        Acted acted = commands.previewTargeting(
                place,
                call.body(),
                call.ifMatch(),
                call.intent("targeting.replace").onTrial());
        return Future.succeededFuture(ActAnswers.prospect(acted));
    }

    /** {@code POST …/copy?from=&dryRun=} */
    Future<Reply> copy(Call call) {
        FlagPlace place = place(call);
        ProjectView view = call.project(workspace);
        String from = call.query("from");
        if (from == null) {
            throw new InvalidException(
                    List.of(Violation.missing("?from", "one of " + String.join(", ", view.environments()))));
        }
        view.environment(from);
        refuseFields(call);
        if (call.queryFlag("dryRun")) {
            return vertx.executeBlocking(
                    () -> ActAnswers.prospect(
                                    commands.previewCopy(place, from, call.ifMatch(), call.intent("targeting.copy")))
                            .rendered(),
                    false);
        }
        return answers.acted(
                call,
                () -> commands.copyTargeting(place, from, call.ifMatch(), call.intent("targeting.copy")),
                (acted, json) -> json.put("from", from).set("diff", acted.diff()));
    }

    private static void refuseFields(Call call) {
        Violations out = new Violations();
        Fields.ofBody(call.bodyOrEmpty(), out).refuseOthers();
        out.throwIfAny();
    }

    private Future<Reply> enable(Call call, boolean enabled) {
        refuseFields(call);
        return acted(
                call,
                () -> commands.enable(
                        place(call), enabled, call.ifMatch(), call.intent(enabled ? "flag.on" : "flag.off")));
    }

    private Future<Reply> acted(Call call, Supplier<Future<Done<Acted>>> command) {
        return answers.acted(call, command, (acted, json) -> {});
    }

    private static FlagPlace place(Call call) {
        return new FlagPlace(call.path("project"), call.path("environment"), call.path("flag"));
    }
}
