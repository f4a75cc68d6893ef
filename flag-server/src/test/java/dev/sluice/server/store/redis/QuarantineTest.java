package dev.sluice.server.store.redis;

import static dev.sluice.server.store.Samples.PRODUCTION;
import static dev.sluice.server.store.Samples.PROJECT;
import static dev.sluice.server.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.PatientStore;
import dev.sluice.server.store.Quarantined;
import dev.sluice.server.store.Samples;
import dev.sluice.server.store.Store;
import dev.sluice.server.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Junk in every kind of key, as somebody with redis-cli or a newer version might leave it. */
@Proves("F39")
final class QuarantineTest {

    private static final String P = "{sluice:demo}:";
    private static final String ENV = P + "env:production:";

    @TempDir
    static Path folder;

    private static RedisProcess redis;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger names = new AtomicInteger();
    private RedisLink link;
    private NodeWorkspace running;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start(folder);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void twoFlags() {
        redis.ask("FLUSHALL");
        link = RedisLinks.connected(redis.url());
        running = node();
        get(running.write(PROJECT, state -> Optional.of(Samples.project())));
        get(running.write(PROJECT, state -> Samples.set(state, "good", 7)));
        get(running.write(PROJECT, state -> Samples.set(state, "bad", 8)));
    }

    @AfterEach
    void stop() {
        link.close();
        threads.shutdownNow();
    }

    /** Each is a command; {@code |} separates its words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SADD|sluice:projects|not a {key}",
                "SADD|sluice:projects|ghost",
                "SET|{sluice:other}:project|junk",
                "HSET|{sluice:demo}:flags|bad|junk",
                "HSET|{sluice:demo}:flags|b{ad|junk",
                "HSET|{sluice:demo}:keys|bad|junk",
                "HSET|{sluice:demo}:project|x|junk",
                "SADD|{sluice:demo}:environments|not a {key}",
                "SADD|{sluice:demo}:environments|ghost",
                "SET|{sluice:demo}:env:ghost:state|junk",
                "HSET|{sluice:demo}:env:production:targeting|bad|junk",
                "HSET|{sluice:demo}:env:production:segments|bad|junk",
                "HSET|{sluice:demo}:env:production:records|flag/bad|junk",
                "HSET|{sluice:demo}:env:production:records|flag/b{ad|junk",
                "HSET|{sluice:demo}:env:production:records|junk|junk",
                "HSET|{sluice:demo}:env:production:records|flag/bad|1:0000:{}",
                "HDEL|{sluice:demo}:env:production:records|flag/bad",
                "SET|{sluice:demo}:env:production:changes|junk",
                "XADD|{sluice:demo}:env:production:changes|9000-0|junk|junk",
                "XADD|{sluice:demo}:audit|9000-0|junk|junk",
                "SET|{sluice:demo}:audit|junk",
                "PUBLISH|sluice:feed|junk",
                "PUBLISH|sluice:feed|somebody not a {key}",
                "SET|sluice:{ephemera}:x|junk",
            })
    void junkNeverHidesTheFlagBesideIt(String command) {
        String[] words = command.split("\\|");
        if (words[0].equals("SET")) {
            redis.ask("DEL", words[1]);
        }
        redis.ask(words);
        if (command.contains(":other}")) {
            redis.ask("SADD", "sluice:projects", "other");
        }
        if (command.contains("env:ghost")) {
            redis.ask("SADD", P + "environments", "ghost");
        }

        NodeWorkspace fresh = node();
        get(fresh.sweep());
        get(running.sweep());

        assertThat(fresh.loaded()).isTrue();
        assertThat(Samples.value(fresh.environment(PRODUCTION), "good")).isEqualTo(7);
        assertThat(Samples.value(running.environment(PRODUCTION), "good")).isEqualTo(7);
        assertThat(Samples.value(running.environment(PRODUCTION), "bad")).isEqualTo(8);
        assertThat(running.status().connected()).isTrue();
        assertThat(fresh.status().connected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET|{sluice:demo}:project|junk",
                "SET|{sluice:demo}:flags|junk",
                "SET|{sluice:demo}:keys|junk",
                "SET|{sluice:demo}:environments|junk",
                "HSET|{sluice:demo}:project|schema|2",
                "HSET|{sluice:demo}:project|revision|junk",
                "HSET|{sluice:demo}:project|audit|junk",
                "HDEL|{sluice:demo}:project|document",
                "SET|{sluice:demo}:env:production:state|junk",
                "SET|sluice:projects|junk",
                "HSET|{sluice:demo}:env:production:state|schema|2",
                "HSET|{sluice:demo}:env:production:state|epoch|junk",
                "HSET|{sluice:demo}:env:production:state|head|junk",
                "HSET|{sluice:demo}:env:production:state|hash|junk",
            })
    void whatCantBeReadAtAllStaysAsTheNodeHasItAndNothingElseSuffers(String command) {
        get(running.write("other", state -> Optional.of(Samples.project("other"))));
        String[] words = command.split("\\|");
        if (words[0].equals("SET")) {
            redis.ask("DEL", words[1]);
        }
        redis.ask(words);

        NodeWorkspace fresh = node();
        get(fresh.sweep());
        get(running.sweep());

        assertThat(fresh.loaded()).isTrue();
        assertThat(fresh.status().connected()).isTrue();
        assertThat(fresh.quarantine()).as("what the fresh node can't read").isNotEmpty();
        if (!command.contains("sluice:projects")) {
            assertThat(fresh.project("other")).isNotNull();
        }
        assertThat(Samples.value(running.environment(PRODUCTION), "good")).isEqualTo(7);
        assertThat(running.project("other")).isNotNull();
        get(running.write("other", state -> Optional.of(Samples.environment("other", "staging"))));
    }

    @Test
    void aRecordOfTheNextVersionIsLeftAloneAndTheLastGoodFormStays() {
        String stored = redis.askText("HGET", ENV + "records", "flag/bad");
        String next = "2" + stored.substring(1);
        redis.ask("HSET", ENV + "records", "flag/bad", next);

        get(running.sweep());
        NodeWorkspace fresh = node();
        get(fresh.sweep());

        assertThat(Samples.value(running.environment(PRODUCTION), "bad")).isEqualTo(8);
        EnvironmentState state = fresh.environment(PRODUCTION);
        assertThat(state.impaired()).isTrue();
        assertThat(state.replica().flags()).containsOnlyKeys("good");
        assertThat(fresh.quarantine()).extracting(Quarantined::place).containsExactly("demo/production/flag/bad");
        assertThatThrownBy(() -> get(fresh.write(PROJECT, now -> Samples.set(now, "good", 9))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("store repair");
        assertThat(redis.askText("HGET", ENV + "records", "flag/bad")).isEqualTo(next);
    }

    @Test
    void anotherWriteOfTheSameFlagEndsTheQuarantine() {
        redis.ask("HSET", ENV + "records", "flag/bad", "junk");
        NodeWorkspace fresh = node();
        get(fresh.sweep());

        get(running.write(PROJECT, state -> Samples.set(state, "bad", 9)));
        get(fresh.sweep());

        assertThat(fresh.quarantine()).isEmpty();
        assertThat(fresh.environment(PRODUCTION).stateId())
                .isEqualTo(running.environment(PRODUCTION).stateId());
    }

    @Test
    void aCommitThatWouldMeetAKeyOfAnotherTypeWritesNothingAtAll() {
        NodeWorkspace writer = node(new RedisStore(link, "writer"));
        Samples.sweep(writer);
        redis.ask("DEL", ENV + "segments");
        redis.ask("SET", ENV + "segments", "junk");
        String audit = redis.askText("XLEN", P + "audit");

        // Of one that is answered too late nobody can say that it was refused: another one is sent.
        await().untilAsserted(() -> assertThatThrownBy(
                        () -> get(writer.write(PROJECT, state -> Samples.set(state, "good", 9))))
                .isInstanceOf(StoreUnavailableException.class));

        assertThat(redis.askText("XLEN", P + "audit")).isEqualTo(audit);
        assertThat(redis.askText("HGET", ENV + "state", "head")).isEqualTo("3");
    }

    private NodeWorkspace node() {
        return node(new PatientStore(new RedisStore(link, "node" + names.incrementAndGet())));
    }

    private NodeWorkspace node(Store store) {
        return new NodeWorkspace(
                store,
                Samples.CLOCK,
                () -> "n" + names.incrementAndGet(),
                threads,
                (kind, key, bytes) ->
                        Arrays.equals(bytes, Samples.bytes("junk")) ? Optional.of("it is junk") : Optional.empty(),
                List.of(),
                entry -> {});
    }
}
