package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.StateId;
import dev.sluice.server.command.Acted;
import dev.sluice.server.command.Done;
import dev.sluice.server.command.FlagPlace;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Written;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Answers those who changed who gets what: with the revision, in words, and if they ask for it once it is in force. */
final class ActAnswers {
    private final Waiting waiting;

    ActAnswers(Waiting waiting) {
        this.waiting = waiting;
    }

    /** Runs a command and answers; what the query says is read before anything is written. */
    Future<Reply> acted(Call call, Supplier<Future<Done<Acted>>> command, BiConsumer<Acted, ObjectNode> more) {
        Optional<Duration> wanted = waiting.wanted(call);
        return command.get().compose(done -> answer(wanted, done.result(), done.written(), more));
    }

    /** How long the caller will wait; to be asked before anything is written. */
    Optional<Duration> wanted(Call call) {
        return waiting.wanted(call);
    }

    /** The answer to a change that was written. */
    Future<Reply> answer(Optional<Duration> wanted, Acted acted, Written written, BiConsumer<Acted, ObjectNode> more) {
        FlagPlace place = acted.place();
        ObjectNode json = json(acted, written);
        more.accept(acted, json);
        return waiting.reply(
                        wanted,
                        new EnvironmentId(place.project(), place.environment()),
                        state(written, place.environment()),
                        json)
                .map(reply -> reply.etag(acted.targeting().version()));
    }

    /** The answer to a change that moved several environments. */
    Future<Reply> answer(
            Optional<Duration> wanted, String project, Set<String> environments, Written written, ObjectNode json) {
        Map<EnvironmentId, StateId> targets = new HashMap<>();
        environments.forEach(
                environment -> targets.put(new EnvironmentId(project, environment), state(written, environment)));
        return waiting.reply(wanted, targets, json);
    }

    private static StateId state(Written written, String environment) {
        StateId state = written.environments().get(environment);
        if (state == null) {
            throw new IllegalStateException("a write of " + environment + " says nothing of its state");
        }
        return state;
    }

    /** What became of a targeting. */
    static ObjectNode json(Acted acted, Written written) {
        FlagPlace place = acted.place();
        StateId state = state(written, place.environment());
        return Json.object()
                .put("revision", state.revision())
                .put("epoch", state.epoch().toString())
                .put("environment", place.environment())
                .put("flag", place.flag())
                .put("changed", written.changed())
                .put("enabled", acted.targeting().document().enabled())
                .put("version", acted.targeting().version())
                .put("emergency", acted.emergency())
                .put("note", acted.note());
    }

    /** What a change would do, in words, as a difference, and by how many it would move. Nothing is written. */
    static Reply prospect(Acted acted) {
        return Reply.ok(prospectJson(acted)).etag(acted.before().version());
    }

    static ObjectNode prospectJson(Acted acted) {
        boolean changes = !acted.targeting().equals(acted.before());
        ObjectNode json = Json.object()
                .put("environment", acted.place().environment())
                .put("flag", acted.place().flag())
                .put("version", acted.before().version())
                .put("changes", changes)
                .put("note", acted.note());
        return json.setAll(acted.changes());
    }
}
