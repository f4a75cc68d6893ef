package dev.sluice.server.store;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes and documents that tests need, small enough to be read in a failure. */
public final class Samples {

    public static final String PROJECT = "demo";
    public static final EnvironmentId PRODUCTION = new EnvironmentId(PROJECT, "production");
    public static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

    private Samples() {}

    /** A workspace whose random names come from a seed. */
    public static NodeWorkspace workspace(Store store, long seed, Executor threads) {
        return workspace(store, seed, threads, List.of(), entry -> {});
    }

    /** The same with what it begins with and what hears of its steps. */
    public static NodeWorkspace workspace(
            Store store, long seed, Executor threads, List<Remembered> kept, Consumer<LogEntry> keeper) {
        var random = new SplittableRandom(seed);
        Supplier<String> names = () -> {
            synchronized (random) {
                return Long.toString(random.nextLong() >>> 1, 36);
            }
        };
        return new NodeWorkspace(store, CLOCK, names, threads, DocumentCheck.NONE, kept, keeper);
    }

    /** The project with an empty environment {@code production}. */
    public static Write project() {
        return project(PROJECT);
    }

    /** A further environment of a project that has documents at revision 1. */
    public static Write environment(String project, String key) {
        return new Write(project, null, List.of(EnvironmentChange.creation(key)), audit("environment.create", key));
    }

    /** Another project like it. */
    public static Write project(String key) {
        return new Write(
                key,
                new ProjectChange(0, bytes("{\"name\":\"Demo\"}"), Map.of(), Map.of()),
                List.of(EnvironmentChange.creation("production")),
                audit("project.create"));
    }

    /** Has a node see all that is stored; asked {@linkplain Again again}. */
    public static void sweep(NodeWorkspace node) {
        get(Again.ask(node::sweep));
    }

    /** Has a node make a project, once however often it is asked: a planner that finds it made plans nothing. */
    public static void make(NodeWorkspace node, String key) {
        get(Again.ask(() -> node.write(key, state -> state == null ? Optional.of(project(key)) : Optional.empty())));
    }

    /** Has a node set a flag of production in the same way. */
    public static void put(NodeWorkspace node, String flag, long value) {
        get(Again.ask(() -> node.write(
                PROJECT,
                state -> value(state.environments().get("production"), flag) == value
                        ? Optional.empty()
                        : set(state, flag, value))));
    }

    /** Sets an integer flag of production to a value. */
    public static Optional<Write> set(ProjectState state, String flag, long value) {
        return Optional.of(change(
                state,
                Map.of(flag, Optional.of(bytes("{\"value\":" + value + "}"))),
                Map.of(flag, Optional.of(record(flag, value)))));
    }

    /** Removes a flag of production. */
    public static Optional<Write> remove(ProjectState state, String flag) {
        return Optional.of(change(state, Map.of(flag, Optional.empty()), Map.of(flag, Optional.empty())));
    }

    private static Write change(
            ProjectState state, Map<String, Optional<byte[]>> targeting, Map<String, Optional<byte[]>> records) {
        long revision = state.environments().get("production").stateId().revision();
        return new Write(
                state.key(),
                null,
                List.of(new EnvironmentChange(
                        "production", false, revision, targeting, Map.of(), records, Map.of(), false)),
                audit("flag.change", targeting.keySet() + " " + values(targeting)));
    }

    private static String values(Map<String, Optional<byte[]>> targeting) {
        return targeting.values().stream()
                .map(value -> value.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse("gone"))
                .toList()
                .toString();
    }

    public static AuditEntry audit(String action) {
        return audit(action, "");
    }

    /** An entry that tells what was done, so that two different ones have different digests. */
    public static AuditEntry audit(String action, String comment) {
        return new AuditEntry("ada", action, comment, bytes("{}"));
    }

    /** The wire record of an integer flag that serves everybody the value. */
    public static byte[] record(String flag, long value) {
        return bytes(
                "{\"key\":\"" + flag + "\",\"type\":\"integer\",\"version\":1,\"enabled\":true,\"variations\":{\"it\":"
                        + value + "},\"offVariation\":\"it\",\"fallthrough\":{\"variation\":\"it\"}}");
    }

    /** The value that an environment holds for a flag, read from the record's bytes; -1 for none. */
    public static long value(EnvironmentState state, String flag) {
        var record = state.replica().flags().get(flag);
        if (record == null) {
            return -1;
        }
        String text = new String(record.bytes(), StandardCharsets.UTF_8);
        int start = text.indexOf("\"it\":") + 5;
        return Long.parseLong(text.substring(start, text.indexOf('}', start)));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The result of a future, or what it failed with. */
    public static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("no answer in 20 seconds", e);
        }
    }
}
