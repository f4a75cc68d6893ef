package dev.sluice.server.command;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.server.access.TestClock;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.ProjectState;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The project {@code demo} with a boolean flag {@code f} and one {@code colour} of three, in a workspace over a store in memory. */
final class Project {

    static final FlagPlace F = new FlagPlace("demo", "production", "f");
    static final FlagPlace COLOUR = new FlagPlace("demo", "production", "colour");

    final NodeWorkspace workspace;
    final Commands commands;
    private final Evaluator evaluator = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private final TestClock clock = new TestClock();

    private final InMemoryStore store;

    Project() {
        this(new InMemoryStore(), "a");
        get(commands.createProject(Json.parse(bytes("{'key':'demo'}")), intent()));
        flag("{'key':'f','type':'boolean'}");
        flag("{'key':'colour','type':'string','variations':{'red':'r','green':'g','blue':'b'},"
                + "'offVariation':'red','fallthrough':'red'}");
    }

    private Project(InMemoryStore store, String node) {
        this.store = store;
        AtomicInteger names = new AtomicInteger();
        workspace = new NodeWorkspace(store, clock, () -> node + names.incrementAndGet(), Runnable::run);
        commands = new Commands(workspace);
        get(workspace.sweep());
    }

    /** The same project as another node sees it, which from now on hears of nothing by itself. */
    Project onAnotherNode() {
        store.loseHints(true);
        return new Project(store, "b");
    }

    void flag(String body) {
        get(commands.createFlag("demo", Json.parse(bytes(body)), intent()));
    }

    ProjectState state() {
        return workspace.project("demo");
    }

    Intent intent() {
        return new Intent("ada", "test", "", clock.instant());
    }

    TargetingPlans plans(FlagPlace place) {
        return new TargetingPlans(place, IfMatch.of("*"), intent());
    }

    Acted percentage(FlagPlace place, String body) {
        return get(commands.percentage(
                        place, PercentageChange.read(Json.parse(bytes(body))), IfMatch.absent(), intent()))
                .result();
    }

    Acted put(FlagPlace place, String body) {
        return get(commands.putTargeting(place, Json.parse(bytes(body)), IfMatch.of("*"), intent()))
                .result();
    }

    Targeting targeting(FlagPlace place) {
        return ProjectView.of(workspace, "demo")
                .targeting(place.environment(), place.flag())
                .document();
    }

    Decision decide(FlagPlace place, String key) {
        return evaluator.decide(
                state().environments().get(place.environment()).replica().snapshot(), place.flag(), Context.of(key));
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
