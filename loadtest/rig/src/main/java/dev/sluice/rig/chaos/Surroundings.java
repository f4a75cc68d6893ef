package dev.sluice.rig.chaos;

import dev.sluice.rig.Nodes;
import dev.sluice.rig.RedisAdmin;
import dev.sluice.rig.RedisProcess;
import dev.sluice.rig.balance.Balancer;
import dev.sluice.rig.balance.Haproxy;
import dev.sluice.rig.fault.FaultProxy;
import dev.sluice.rig.fault.Faults;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything that can be harmed: one Redis, nodes that reach it each through a fault proxy, a balancer over them, and fault proxies
 * through which SDKs reach the balancer. Owned by one thread.
 */
final class Surroundings implements AutoCloseable {
    private static final int NODES = 3;
    private static final int SDK_LINKS = 5;

    private final RedisProcess redis;
    private final List<FaultProxy> storeLinks = new ArrayList<>();
    private final List<FaultProxy> sdkLinks = new ArrayList<>();
    private final Nodes nodes;
    private final Balancer balancer;

    private Surroundings(Path folder, long seed) throws IOException, InterruptedException {
        redis = RedisProcess.start(folder.resolve("redis"));
        try {
            for (int i = 0; i < NODES; i++) {
                storeLinks.add(FaultProxy.to(redis.address(), redis.port(), seed + i));
            }
            nodes = Nodes.start(
                    folder,
                    storeLinks.stream()
                            .map(link -> "redis://127.0.0.1:" + link.port())
                            .toList(),
                    Map.of());
            balancer = Haproxy.start(folder.resolve("balancer"), nodes.members());
            for (int i = 0; i < SDK_LINKS; i++) {
                sdkLinks.add(FaultProxy.to(balancer.uri(), seed + NODES + i));
            }
            for (int i = 0; i < NODES; i++) {
                balancer.afterStart(i);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything; {@code seed} decides what the proxies draw. */
    static Surroundings start(Path folder, long seed) throws IOException, InterruptedException {
        return new Surroundings(folder, seed);
    }

    static Map<Harm.Victims, Integer> victims() {
        return Map.of(
                Harm.Victims.NODE,
                NODES,
                Harm.Victims.REDIS,
                1,
                Harm.Victims.STORE_LINK,
                NODES,
                Harm.Victims.SDK_LINK,
                SDK_LINKS);
    }

    Nodes nodes() {
        return nodes;
    }

    /** Where REST is called: the balancer. */
    URI balancer() {
        return balancer.uri();
    }

    /** Where SDKs connect. */
    List<URI> doors() {
        return sdkLinks.stream().map(FaultProxy::uri).toList();
    }

    private record Step(long atMillis, boolean begins, Plan.Event event) {}

    /** Does everything that is planned, at its time; returns when the last harm is over. */
    void suffer(Plan plan) throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (Plan.Event event : plan.events()) {
            steps.add(new Step(event.fromMillis(), true, event));
            steps.add(new Step(event.untilMillis(), false, event));
        }
        steps.sort(Comparator.comparingLong(Step::atMillis).thenComparing(Step::begins));
        long from = System.nanoTime();
        for (Step step : steps) {
            pauseUntil(from + TimeUnit.MILLISECONDS.toNanos(step.atMillis()));
            if (step.begins()) {
                begin(step.event());
            } else {
                end(step.event());
            }
        }
    }

    static void pauseUntil(long nanos) {
        for (long left; (left = nanos - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }

    private void begin(Plan.Event event) throws IOException, InterruptedException {
        int victim = event.victim();
        switch (event.harm()) {
            case KILL_NODE -> nodes.get(victim).kill();
            case PAUSE_NODE -> nodes.get(victim).pause();
            case RESTART_NODE -> nodes.get(victim).askToStop();
            case KILL_REDIS -> redis.kill();
            case PAUSE_REDIS -> redis.pause();
            case DEAFEN_NODES -> deafen();
            case SILENCE_STORE -> storeLinks.get(victim).set(Faults.NONE.silenced());
            case CUT_STORE -> cut(storeLinks.get(victim));
            case DELAY_STORE ->
                storeLinks.get(victim).set(Faults.NONE.delayed(Duration.ofMillis(20), Duration.ofMillis(100)));
            case CUT_SDKS -> cut(sdkLinks.get(victim));
            case SILENCE_SDKS -> sdkLinks.get(victim).set(Faults.NONE.silenced());
            case CORRUPT_SDKS -> {
                sdkLinks.get(victim).set(Faults.NONE.corrupted(200 + event.fromMillis() % 3_000));
                sdkLinks.get(victim).cut();
            }
            case SLOW_SDKS -> sdkLinks.get(victim).set(Faults.NONE.limitedTo(4 << 10));
        }
    }

    private void end(Plan.Event event) throws IOException {
        int victim = event.victim();
        switch (event.harm()) {
            case KILL_NODE -> nodes.get(victim).launchAgain();
            case PAUSE_NODE -> nodes.get(victim).resume();
            case RESTART_NODE -> {
                nodes.get(victim).kill();
                nodes.get(victim).launchAgain();
            }
            case KILL_REDIS -> redis.startAgain();
            case PAUSE_REDIS -> redis.resume();
            case DEAFEN_NODES -> deafen();
            case SILENCE_STORE, CUT_STORE, DELAY_STORE -> storeLinks.get(victim).heal();
            case CUT_SDKS, SILENCE_SDKS, CORRUPT_SDKS, SLOW_SDKS ->
                sdkLinks.get(victim).heal();
        }
    }

    private static void cut(FaultProxy link) {
        link.set(Faults.NONE.refused());
        link.cut();
    }

    private void deafen() {
        try (RedisAdmin admin = redis.admin()) {
            admin.ask().clientKill(KillArgs.Builder.typePubsub());
        } catch (RedisException away) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        sdkLinks.forEach(FaultProxy::close);
        if (balancer != null) {
            balancer.close();
        }
        if (nodes != null) {
            nodes.close();
        }
        storeLinks.forEach(FaultProxy::close);
        redis.close();
    }
}
