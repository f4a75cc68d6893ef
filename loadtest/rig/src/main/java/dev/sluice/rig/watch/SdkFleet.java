package dev.sluice.rig.watch;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Revision;
import dev.sluice.engine.StateId;
import dev.sluice.rig.RestClient;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Many real clients in this process, each with a key and a stream of its own, and a thread that lets them decide without end. Every
 * decision is kept as (flag version, key, answer) and judged afterwards by the {@link BucketOracle} and the audit log: it must be right
 * for the version that it names, in every moment of every fault. Thread-safe.
 */
public final class SdkFleet implements AutoCloseable {
    private static final int KEYS = 1 << 12;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final String flag;
    private final Map<Revision, StateId> everywhere = new ConcurrentHashMap<>();
    private final List<SdkWitness> witnesses = new ArrayList<>();
    private final Set<Long> decisions = ConcurrentHashMap.newKeySet();
    private final Set<String> mistakes = ConcurrentHashMap.newKeySet();
    private final AtomicLong decided = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread decider;
    private volatile boolean going = true;

    private SdkFleet(String flag, List<URI> servers, List<String> keys, int decisionsPerSecond) {
        this.flag = flag;
        for (int i = 0; i < keys.size(); i++) {
            FlagClient client =
                    FlagClient.connectAsync(FlagClientOptions.builder(servers.get(i % servers.size()), keys.get(i))
                            .application("rig", "1")
                            .build());
            witnesses.add(new SdkWitness(i, client, everywhere));
        }
        this.decider = new Thread(() -> decide(TimeUnit.SECONDS.toNanos(1) / decisionsPerSecond), "decider");
        decider.setDaemon(true);
    }

    /**
     * Connects, and begins to decide when every client has flags.
     *
     * @param rest where SDK keys of {@code demo}, {@code production} are made, one for each client: clients of one key share a stream
     * @param flag a boolean flag without rules whose share is changed
     * @param servers the n-th client follows the n-th of them, and so on in turns
     */
    public static SdkFleet connect(RestClient rest, String flag, List<URI> servers, int clients, int decisionsPerSecond)
            throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            keys.add(rest.act(
                            "POST",
                            "projects/demo/keys",
                            Map.of("environment", "production", "kind", "sdk", "name", "rig-" + i))
                    .expectSuccess()
                    .path("key")
                    .asText());
        }
        SdkFleet fleet = new SdkFleet(flag, servers, keys, decisionsPerSecond);
        if (!fleet.await(START_TIMEOUT, witness -> witness.client().status() == ClientStatus.READY)) {
            fleet.close();
            throw new IllegalStateException("not all clients were READY within " + START_TIMEOUT + ": " + fleet);
        }
        fleet.decider.start();
        return fleet;
    }

    /** Whether all clients are READY in that very state, within the limit. */
    public boolean awaitAllAt(StateId state, Duration limit) {
        return await(
                limit,
                witness -> witness.client().status() == ClientStatus.READY
                        && witness.client().state().filter(state::equals).isPresent());
    }

    private boolean await(Duration limit, Predicate<SdkWitness> condition) {
        long until = System.nanoTime() + limit.toNanos();
        while (!witnesses.stream().allMatch(condition)) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    /** How many decisions were made so far. */
    public long decided() {
        return decided.get();
    }

    /** How many of them threw, or gave no variation. */
    public long failedDecisions() {
        return failed.get();
    }

    /** What no client may ever do: go back, hold another state than others at one revision, or decide without flags. */
    public List<String> violations() {
        List<String> all = new ArrayList<>(mistakes);
        witnesses.forEach(witness -> all.addAll(witness.violations()));
        return all;
    }

    /** Decisions that were wrong for the flag version that they name; empty when there were none. */
    public List<String> wrongDecisions(AuditLog audit) {
        Map<Long, Integer> shares = audit.thousandthsByVersion(flag);
        List<String> wrong = new ArrayList<>();
        for (long packed : decisions) {
            long version = packed >>> 13;
            int key = (int) (packed >>> 1) & (KEYS - 1);
            boolean on = (packed & 1) == 1;
            Integer thousandths = shares.get(version);
            if (thousandths == null) {
                wrong.add("version " + version + " of " + flag + " decided, and is not in the audit log");
            } else if (BucketOracle.isIn(flag, key(key), thousandths) != on) {
                wrong.add(key(key) + " got " + (on ? "on" : "off") + " by version " + version + ", which gives on to "
                        + thousandths + " of 100,000");
            }
        }
        return wrong;
    }

    /** The longest time that a client was STALE. */
    public Duration longestStale() {
        return witnesses.stream()
                .map(SdkWitness::longestStale)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How many clients were STALE for longer than that at a time. */
    public long clientsStaleFor(Duration limit) {
        return witnesses.stream()
                .filter(witness -> witness.longestStale().compareTo(limit) > 0)
                .count();
    }

    /** How often clients were STALE, all together. */
    public int timesStale() {
        return witnesses.stream().mapToInt(SdkWitness::timesStale).sum();
    }

    /** The longest time from the acknowledgement of a write to the last client that decided by it or by a later one. */
    public Duration longestDelay(WriteLog log) {
        long generation = witnesses
                .get(0)
                .client()
                .state()
                .map(state -> state.epoch().generation())
                .orElse(0L);
        long longest = 0;
        for (WriteLog.Acknowledged write : log.acknowledged().values()) {
            for (SdkWitness witness : witnesses) {
                Long at = witness.reachedAt(generation, write.revision());
                longest = Math.max(longest, (at == null ? System.nanoTime() : at) - write.atNanos());
            }
        }
        return Duration.ofNanos(longest);
    }

    private void decide(long pauseNanos) {
        long[] versions = new long[witnesses.size()];
        for (int i = 0; going; i++) {
            int who = i % witnesses.size();
            int key = (i * 31) & (KEYS - 1);
            try {
                Decision decision = witnesses.get(who).client().decide(flag, Context.of(key(key)));
                if (decision.errorCode() != null || decision.variation() == null) {
                    failed.incrementAndGet();
                    mistakes.add("SDK " + who + " decided " + decision);
                } else {
                    if (decision.flagVersion() < versions[who]) {
                        mistakes.add("SDK " + who + " decided by version " + decision.flagVersion() + " after "
                                + versions[who]);
                    }
                    versions[who] = decision.flagVersion();
                    decisions.add((decision.flagVersion() << 13)
                            | ((long) key << 1)
                            | (decision.booleanValue(false) ? 1 : 0));
                }
            } catch (RuntimeException e) {
                failed.incrementAndGet();
                mistakes.add("SDK " + who + " threw " + e);
            }
            decided.incrementAndGet();
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private static String key(int number) {
        return "shopper-" + number;
    }

    @Override
    public void close() {
        going = false;
        try {
            decider.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        witnesses.parallelStream().forEach(SdkWitness::close);
    }

    @Override
    public String toString() {
        return witnesses.toString();
    }
}
