package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
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
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Who gets what in one environment: the document, its rules, and the acts on, off and percentage. */
final class TargetingApi {
    private final Workspace workspace;
    private final Commands commands;
    private final Waiting waiting;

    TargetingApi(Workspace workspace, Commands commands, Waiting waiting) {
        this.workspace = workspace;
        this.commands = commands;
        this.waiting = waiting;
    }

    /** {@code GET …/flags/{flag}/environments/{environment}} */
    Future<Reply> show(Call call) {
        FlagPlace place = place(call);
        ProjectView view = ProjectView.of(workspace, place.project());
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
        ProjectView view = ProjectView.of(workspace, place.project());
        return Future.succeededFuture(Reply.ok(PercentageView.json(view, place, call.query("rule"))));
    }

    /** {@code PUT …/percentage} */
    Future<Reply> percentage(Call call) {
        PercentageChange change = PercentageChange.read(call.body());
        return acted(
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

    private Future<Reply> enable(Call call, boolean enabled) {
        Violations out = new Violations();
        Fields.ofBody(call.bodyOrEmpty(), out).refuseOthers();
        out.throwIfAny();
        return acted(
                call,
                () -> commands.enable(
                        place(call), enabled, call.ifMatch(), call.intent(enabled ? "flag.on" : "flag.off")));
    }

    private Future<Reply> acted(Call call, Supplier<Future<Done<Acted>>> command) {
        return acted(call, command, (acted, json) -> {});
    }

    /** Reads what the query says before anything is written. */
    private Future<Reply> acted(Call call, Supplier<Future<Done<Acted>>> command, BiConsumer<Acted, ObjectNode> more) {
        Optional<Duration> wanted = waiting.wanted(call);
        return command.get().compose(done -> {
            Acted acted = done.result();
            FlagPlace place = acted.place();
            StateId state = done.written().environments().get(place.environment());
            if (state == null) {
                throw new IllegalStateException("a write of " + place.environment() + " says nothing of its state");
            }
            ObjectNode json = Json.object()
                    .put("revision", state.revision())
                    .put("epoch", state.epoch().toString())
                    .put("environment", place.environment())
                    .put("flag", place.flag())
                    .put("changed", done.written().changed())
                    .put("enabled", acted.targeting().document().enabled())
                    .put("version", acted.targeting().version())
                    .put("note", acted.note());
            more.accept(acted, json);
            return waiting.reply(wanted, new EnvironmentId(place.project(), place.environment()), state, json)
                    .map(reply -> reply.etag(acted.targeting().version()));
        });
    }

    private static FlagPlace place(Call call) {
        return new FlagPlace(call.path("project"), call.path("environment"), call.path("flag"));
    }
}
