package dev.sluice.server.store.redis;

import static dev.sluice.server.store.redis.RedisKeys.bytes;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a write is on enough copies before anybody is told of it.
 *
 * <p>{@code WAIT} says how many replicas have everything that <em>its own connection</em> has written. So it goes over the very
 * connection that the write went over; when that breaks in between, nobody can say how things stand. A commit that its writer could not
 * confirm stands as <em>uncommitted</em>: nobody serves it and nothing is written after it, until some node takes it up. That node first
 * writes a little beside it, if it is still there, and then waits for that: what comes before in the master's stream is covered as well.
 * Thread-safe.
 */
final class Copies {

    /** Less than the time-out of a command, so that Redis' answer comes before it. */
    private static final long WAIT_MILLIS = 800;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RedisLink link;
    private final String node;
    private final Script confirm = Script.named("confirm.lua", ScriptOutputType.VALUE);
    private final Script settle = Script.named("settle.lua", ScriptOutputType.MULTI);
    private final ConcurrentMap<String, Seen> seen = new ConcurrentHashMap<>();

    /** Since when an uncommitted write has been seen, and when and why taking it up failed last. */
    private record Seen(
            String number,
            long since,
            long triedAt,
            @Nullable StoreUnavailableException why) {}

    /** A write that stands in the store and is not confirmed. */
    record Pending(String project, String number, String write, Map<String, Long> revisions) {}

    Copies(RedisLink link, String node) {
        this.link = link;
        this.node = node;
    }

    /** Waits until so many copies have what this connection has written, and then says that it is in force. */
    CompletionStage<Void> confirm(RedisAsyncCommands<byte[], byte[]> redis, Pending pending, int needed) {
        return redis.waitForReplication(needed - 1, WAIT_MILLIS).thenCompose(replicas -> {
            if (replicas < needed - 1) {
                return CompletableFuture.failedStage(new OutcomeUnknownException(
                        "Redis at " + link.name() + " took the write, but only " + (replicas + 1) + " of the " + needed
                                + " copies needed have it; it comes into force when they have",
                        pending.revisions(),
                        null));
            }
            return inForce(redis, pending);
        });
    }

    private CompletionStage<Void> inForce(RedisAsyncCommands<byte[], byte[]> redis, Pending pending) {
        List<byte[]> keys = new ArrayList<>();
        keys.add(RedisKeys.uncommitted(pending.project()));
        keys.add(RedisKeys.audit(pending.project()));
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(pending.number()));
        arguments.add(bytes(pending.write()));
        arguments.add(RedisKeys.FEED);
        arguments.add(RedisKeys.hint(node, pending.project()));
        new TreeMap<>(pending.revisions()).forEach((environment, revision) -> {
            keys.add(RedisKeys.state(new EnvironmentId(pending.project(), environment)));
            arguments.add(bytes(Long.toString(revision)));
        });
        return confirm.<byte[]>call(redis, keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new))
                .thenCompose(answer -> Reply.text(answer).equals("committed")
                        ? CompletableFuture.completedStage(null)
                        : CompletableFuture.failedStage(new OutcomeUnknownException(
                                "Redis at " + link.name() + " no longer has the write", pending.revisions(), null)));
    }

    /**
     * Takes up what a project has uncommitted; does nothing if there is nothing. Fails if it can't be put in force now: then nothing of
     * a write that comes after it was written.
     */
    CompletionStage<Void> settle(String project) {
        byte[][] keys = {RedisKeys.uncommitted(project), RedisKeys.project(project)};
        return link.write(
                        keys[0],
                        redis -> settle.<List<?>>call(redis, keys, new byte[][] {
                                    bytes(Integer.toString(link.copies(keys[0]))),
                                    bytes(link.waitPolicy().text())
                                })
                                .thenCompose(answer -> answer.isEmpty()
                                        ? CompletableFuture.<Void>completedStage(null)
                                        : confirm(
                                                redis,
                                                pending(project, answer),
                                                Integer.parseInt(Reply.text(answer.get(0))))))
                .handle((done, error) -> {
                    if (error == null) {
                        seen.remove(project);
                        return CompletableFuture.<Void>completedStage(null);
                    }
                    return CompletableFuture.<Void>failedStage(unsettled(project, Dispatch.cause(error)));
                })
                .thenCompose(stage -> stage);
    }

    /** Whether it is the project or the whole Redis that has to be waited for. It has read just now, so a late answer is no silence. */
    private static StoreUnavailableException unsettled(String project, Throwable cause) {
        String why = "the last write of project " + project + " is not on enough copies: " + cause.getMessage();
        boolean answers = cause instanceof OutcomeUnknownException
                || cause instanceof RedisCommandExecutionException
                || cause instanceof RedisCommandTimeoutException;
        return answers ? StoreUnavailableException.unsettled(why, cause) : new StoreUnavailableException(why, cause);
    }

    private static Pending pending(String project, List<?> answer) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i + 1 < answer.size(); i += 2) {
            fields.put(Reply.text(answer.get(i)), Reply.text(answer.get(i + 1)));
        }
        Map<String, Long> revisions = new TreeMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith("revision:")) {
                revisions.put(field.substring("revision:".length()), Long.valueOf(value));
            }
        });
        return new Pending(project, fields.getOrDefault("audit", ""), fields.getOrDefault("write", ""), revisions);
    }

    /**
     * Lets the writer of an uncommitted write confirm it, for a second from when it was first seen here; then takes it up. Completes when
     * it is worth reading again.
     *
     * @param number of the audit entry of the uncommitted write
     */
    CompletionStage<Void> await(String project, String number, int attempt) {
        long now = link.nanos();
        Seen last = seen.compute(
                project,
                (key, known) ->
                        known != null && known.number().equals(number) ? known : new Seen(number, now, now, null));
        if (now - last.since() < PATIENCE_NANOS) {
            var pause = new CompletableFuture<Void>();
            link.later(Math.min(50, 2L << Math.min(attempt, 5)), () -> pause.complete(null));
            return pause;
        }
        StoreUnavailableException why = last.why();
        if (why != null && now - last.triedAt() < PATIENCE_NANOS) {
            return CompletableFuture.failedStage(why);
        }
        return settle(project).whenComplete((done, error) -> {
            if (error != null && Dispatch.cause(error) instanceof StoreUnavailableException failure) {
                seen.put(project, new Seen(number, last.since(), link.nanos(), failure));
            }
        });
    }
}
