package dev.sluice.server.store.redis;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.Commit;
import dev.sluice.server.store.CommitResult;
import dev.sluice.server.store.DamagedException;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.Holding;
import dev.sluice.server.store.Reading;
import dev.sluice.server.store.Replay;
import dev.sluice.server.store.Store;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The store in Redis: one script writes, one script reads. A commit that the client had to send again after a broken connection is
 * recognised by its name and not written twice. Thread-safe.
 */
public final class RedisStore implements Store {

    /** Changes kept for each environment, so that a node which was away takes the difference instead of the whole. */
    private static final int CHANGES_KEPT = 1_000;

    /** A node that missed more than this takes the whole state: that is less to read. */
    private static final int MOST_CHANGES = 300;

    private static final int MOST_UNREAD = 3;

    private static final int AUDIT_STEP = 10;

    private static final String UNCOMMITTED = "uncommitted ";

    private final RedisLink link;
    private final String node;
    private final Copies copies;
    /** How often in a row a project was not read though Redis answers otherwise: there may be too much for a second. */
    private final Map<String, Integer> unread = new ConcurrentHashMap<>();

    private final Script commit = Script.named("commit.lua", ScriptOutputType.VALUE);
    private final Script replay = Script.named("replay.lua", ScriptOutputType.VALUE);
    private final Script read = Script.named("read.lua", ScriptOutputType.MULTI);

    /** Over a link that the caller owns; {@code node} names this node in hints. */
    public RedisStore(RedisLink link, String node) {
        this.link = link;
        this.node = node;
        this.copies = new Copies(link, node);
    }

    @Override
    public Future<Set<String>> projects() {
        return Failures.ofReading(
                        link, () -> link.read(RedisKeys.PROJECTS, redis -> redis.smembers(RedisKeys.PROJECTS)))
                .map(members -> {
                    Set<String> projects = new TreeSet<>();
                    members.forEach(member -> projects.add(Reply.text(member)));
                    return projects;
                })
                .recover(e -> Future.failedFuture(
                        String.valueOf(e.getMessage()).contains("WRONGTYPE")
                                ? new DamagedException("the list of projects is no set")
                                : e));
    }

    @Override
    public Future<Optional<Reading>> read(String project, Holding holding) {
        return read(project, holding, holding.environments().keySet(), 0);
    }

    /** The script must be told which environments to read; a name that nobody told it of makes one more round. */
    private Future<Optional<Reading>> read(String project, Holding holding, Set<String> environments, int attempt) {
        List<byte[]> keys = new ArrayList<>(List.of(
                RedisKeys.project(project),
                RedisKeys.flags(project),
                RedisKeys.keys(project),
                RedisKeys.environments(project),
                RedisKeys.audit(project)));
        List<byte[]> arguments = new ArrayList<>(List.of(
                RedisKeys.bytes(Long.toString(holding.documents().revision())),
                RedisKeys.bytes(holding.documents().stamp()),
                RedisKeys.bytes(Long.toString(holding.auditSeq())),
                RedisKeys.bytes(Integer.toString(Reading.MOST_AUDIT)),
                RedisKeys.bytes(Integer.toString(MOST_CHANGES)),
                RedisKeys.bytes(Integer.toString(holding.size(Reading.DOCUMENTS)))));
        for (String environment : environments) {
            keys.addAll(RedisKeys.environment(new EnvironmentId(project, environment)));
            StateId held = holding.environments().get(environment);
            arguments.add(RedisKeys.bytes(environment));
            arguments.add(RedisKeys.bytes(held == null ? "" : held.epoch().toString()));
            arguments.add(RedisKeys.bytes(held == null ? "" : Long.toString(held.revision())));
            arguments.add(RedisKeys.bytes(held == null ? "" : held.hash().toString()));
            arguments.add(RedisKeys.bytes(Integer.toString(holding.size(environment))));
        }
        keys.add(RedisKeys.uncommitted(project));
        boolean large = !holding.environments().keySet().containsAll(environments)
                || unread.getOrDefault(project, 0) >= MOST_UNREAD;
        RedisLink.Call<List<?>> call =
                redis -> read.<List<?>>call(redis, keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new));
        return Failures.ofReading(link, () -> large ? link.load(keys.get(0), call) : link.read(keys.get(0), call))
                .onComplete(result -> {
                    if (result.failed() && link.connected()) {
                        unread.merge(project, 1, Integer::sum);
                    } else {
                        unread.remove(project);
                    }
                })
                .compose(parts -> {
                    var reply = new Reply(parts);
                    if (reply.noSuchProject()) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    reply.throwIfDamaged(project);
                    if (reply.uncommitted().isPresent()) {
                        return Failures.ofReading(
                                        link,
                                        () -> copies.await(
                                                project, reply.uncommitted().get(), attempt))
                                .compose(done -> read(project, holding, environments, attempt + 1));
                    }
                    Set<String> names = reply.environmentNames();
                    if (environments.containsAll(names)) {
                        return reading(project, holding, reply);
                    }
                    names.addAll(environments);
                    return read(project, holding, names, attempt + 1);
                });
    }

    /** Where the log of changes holds junk, the whole is asked for instead. */
    private Future<Optional<Reading>> reading(String project, Holding holding, Reply reply) {
        Reading reading = reply.reading();
        Set<String> broken = reply.brokenLogs();
        if (broken.isEmpty()) {
            return Future.succeededFuture(Optional.of(reading));
        }
        Map<String, StateId> held = new TreeMap<>(holding.environments());
        held.keySet().removeAll(broken);
        return read(
                project,
                new Holding(holding.documents(), holding.auditSeq(), held, holding.sizes()),
                reading.environments().keySet(),
                0);
    }

    @Override
    public Future<CommitResult> commit(Commit commit) {
        boolean creates = commit.documents() != null && commit.documents().expectedRevision() == 0;
        return (creates ? announce(commit.project()) : Future.succeededFuture(0L)).compose(done -> run(commit, true));
    }

    private Future<Long> announce(String project) {
        return Failures.ofReading(
                link,
                () -> link.aside(
                        RedisKeys.PROJECTS, redis -> redis.sadd(RedisKeys.PROJECTS, RedisKeys.bytes(project))));
    }

    @Override
    public Future<CommitResult> replay(Replay replay) {
        byte[] key = RedisKeys.project(replay.project());
        var arguments = new ReplayArguments(replay, node, CHANGES_KEPT, link.copies(key), link.waitPolicy());
        var sent = new AtomicBoolean();
        Map<String, Long> revisions = new TreeMap<>();
        replay.environments()
                .forEach(environment -> revisions.put(
                        environment.environment(), environment.id().revision()));
        var pending =
                new Copies.Pending(replay.project(), Long.toString(replay.head().seq()), replay.writeId(), revisions);
        return announce(replay.project())
                .compose(done -> Failures.ofWriting(
                        link,
                        () -> link.write(
                                key,
                                redis -> this.replay
                                        .<byte[]>call(redis, arguments.keys(), arguments.arguments())
                                        .thenCompose(answer -> committed(redis, pending, Reply.text(answer), sent))),
                        revisions,
                        sent))
                .map(answer -> answer.equals("written") ? CommitResult.WRITTEN : CommitResult.CONFLICT);
    }

    /** What stands uncommitted before this commit is taken up first, once: its writer may be gone. */
    private Future<CommitResult> run(Commit commit, boolean first) {
        byte[] key = RedisKeys.project(commit.project());
        var arguments = new CommitArguments(commit, node, CHANGES_KEPT, link.copies(key), link.waitPolicy());
        var sent = new AtomicBoolean();
        return Failures.ofWriting(
                        link,
                        () -> link.write(
                                key,
                                redis -> this.commit
                                        .<byte[]>call(redis, arguments.keys(), arguments.arguments())
                                        .thenCompose(
                                                answer -> committed(redis, pending(commit), Reply.text(answer), sent))),
                        revisions(commit),
                        sent)
                .compose(answer -> switch (answer) {
                    case "written" -> Future.succeededFuture(CommitResult.WRITTEN);
                    case "behind" -> afterSettling(commit, first);
                    default -> Future.succeededFuture(CommitResult.CONFLICT);
                });
    }

    private CompletionStage<String> committed(
            RedisAsyncCommands<byte[], byte[]> redis, Copies.Pending pending, String answer, AtomicBoolean sent) {
        if (!answer.startsWith(UNCOMMITTED)) {
            return CompletableFuture.completedStage(answer);
        }
        sent.set(true);
        return copies.confirm(redis, pending, Integer.parseInt(answer.substring(UNCOMMITTED.length())))
                .thenApply(done -> "written");
    }

    private Future<CommitResult> afterSettling(Commit commit, boolean first) {
        if (!first) {
            return Future.succeededFuture(CommitResult.CONFLICT);
        }
        return Failures.ofReading(link, () -> copies.settle(commit.project())).compose(done -> run(commit, false));
    }

    private static Copies.Pending pending(Commit commit) {
        return new Copies.Pending(
                commit.project(), Long.toString(commit.audit().seq()), commit.writeId(), revisions(commit));
    }

    private static Map<String, Long> revisions(Commit commit) {
        Map<String, Long> revisions = new TreeMap<>();
        commit.environments()
                .forEach(environment -> revisions.put(
                        environment.environment(), environment.change().id().revision()));
        return revisions;
    }

    @Override
    public Future<List<AuditRecord>> audit(String project, long fromSeq, int limit) {
        Range<String> range = Range.from(Range.Boundary.including(fromSeq + "-0"), Range.Boundary.unbounded());
        return Failures.ofReading(
                        link,
                        () -> link.read(
                                RedisKeys.audit(project),
                                redis -> redis.xrange(RedisKeys.audit(project), range, Limit.from(limit))))
                .map(messages -> messages.stream()
                        .map(Reply::audit)
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public Future<List<AuditRecord>> auditBefore(String project, long beforeSeq, int limit) {
        return auditBefore(project, beforeSeq, limit, new ArrayList<>(), 0);
    }

    /** Entries may be large: a few at a time, until there are enough of them or of their bytes. */
    private Future<List<AuditRecord>> auditBefore(
            String project, long beforeSeq, int limit, List<AuditRecord> read, long bytes) {
        int wanted = Math.min(AUDIT_STEP, limit - read.size());
        if (wanted < 1 || beforeSeq <= 1 || bytes >= MOST_AUDIT_BYTES) {
            return Future.succeededFuture(read);
        }
        Range<String> range = Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(beforeSeq + "-0"));
        return Failures.ofReading(
                        link,
                        () -> link.read(
                                RedisKeys.audit(project),
                                redis -> redis.xrevrange(RedisKeys.audit(project), range, Limit.from(wanted))))
                .compose(messages -> {
                    if (messages.isEmpty()) {
                        return Future.succeededFuture(read);
                    }
                    List<AuditRecord> some = messages.stream()
                            .map(Reply::audit)
                            .flatMap(Optional::stream)
                            .toList();
                    read.addAll(some);
                    long more = some.stream()
                            .mapToLong(record -> record.details().length)
                            .sum();
                    String last = messages.get(messages.size() - 1).getId();
                    return auditBefore(
                            project, Long.parseLong(last.substring(0, last.indexOf('-'))), limit, read, bytes + more);
                });
    }

    @Override
    public Future<List<Optional<byte[]>>> versions(String project, List<String> names) {
        byte[] key = RedisKeys.versions(project);
        byte[][] fields = names.stream().map(RedisKeys::bytes).toArray(byte[][]::new);
        return Failures.ofReading(link, () -> link.read(key, redis -> redis.hmget(key, fields)))
                .map(values -> values.stream()
                        .map(value -> Optional.ofNullable(value.getValueOrElse(null)))
                        .toList());
    }

    @Override
    public Future<Boolean> callOthers() {
        return Failures.ofReading(link, () -> link.publish(RedisKeys.FEED, RedisKeys.hint(node, EVERYTHING)))
                .map(heard -> heard > 1 || link.kind() == RedisAddress.Kind.CLUSTER);
    }

    @Override
    public void onHint(Consumer<String> listener) {
        byte[] own = RedisKeys.hint(node, "");
        link.onMessage(RedisKeys.FEED, message -> {
            boolean mine = message.length >= own.length && Arrays.equals(message, 0, own.length, own, 0, own.length);
            String text = Reply.text(message);
            if (!mine && text.indexOf(' ') >= 0) {
                listener.accept(text.substring(text.indexOf(' ') + 1));
            }
        });
    }

    @Override
    public void onConnection(Consumer<Boolean> listener) {
        link.onConnection(listener);
    }

    @Override
    public void onRefusal(Consumer<Optional<String>> listener) {
        link.onRefusal(listener);
    }

    /** Nothing of its own to close: the link belongs to the caller. */
    @Override
    public void close() {}
}
