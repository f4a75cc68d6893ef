package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.store.MeasureStore.ChunkId;
import dev.sluice.server.store.MeasureStore.Claim;
import dev.sluice.server.store.MeasureStore.Use;
import dev.sluice.server.store.MeasureStore.Uses;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What measures may expect of their store, whichever it is. */
public abstract class MeasureStoreContract {

    private static final EnvironmentId PRODUCTION = Samples.PRODUCTION;
    private static final EnvironmentId OTHER = new EnvironmentId("demo", "development");
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long SEED = 15;

    private int tokens;

    protected abstract MeasureStore store();

    /** Whatever is asked here may be asked twice: a claim because it is named by its token. */
    protected static <T> T get(Supplier<Future<T>> question) {
        return Samples.get(Again.ask(question));
    }

    private List<Boolean> claim(EnvironmentId environment, String node, Claim... claims) {
        String token = "t" + tokens++;
        return get(() -> store().claim(environment, node, token, List.of(claims)));
    }

    @Test
    void aWindowIsTakenOnceOverAllNodes() {
        assertThat(claim(PRODUCTION, "a", new Claim("s", 1), new Claim("s", 2), new Claim("s", 1)))
                .containsExactly(true, true, false);
        assertThat(claim(PRODUCTION, "b", new Claim("s", 2), new Claim("s", 3), new Claim("r", 1)))
                .containsExactly(false, true, true);
        assertThat(claim(OTHER, "b", new Claim("s", 2))).containsExactly(true);
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() {
        List<Claim> claims = List.of(new Claim("s", 1), new Claim("s", 2));
        List<Boolean> first = get(() -> store().claim(PRODUCTION, "a", "question", claims));

        assertThat(get(() -> store().claim(PRODUCTION, "a", "question", claims)))
                .isEqualTo(first)
                .containsExactly(true, true);
        assertThat(get(() -> store().claim(PRODUCTION, "b", "question", claims)))
                .containsExactly(false, false);
        assertThat(get(() -> store().claim(PRODUCTION, "a", "another", claims))).containsExactly(false, false);
    }

    @Test
    void aNumberThatWasSkippedCanStillBeTakenOnce() {
        claim(PRODUCTION, "a", new Claim("s", 4_000));

        assertThat(claim(
                        PRODUCTION,
                        "a",
                        new Claim("s", 10),
                        new Claim("s", 3_999),
                        new Claim("s", 1),
                        new Claim("s", 10)))
                .containsExactly(true, true, true, false);
        assertThat(claim(
                        PRODUCTION,
                        "b",
                        new Claim("s", 4_000),
                        new Claim("s", 9),
                        new Claim("s", 11),
                        new Claim("s", 1)))
                .containsExactly(false, true, true, false);
    }

    @Test
    void inAnyOrderEachNumberIsTakenOnce() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            String session = "s" + round;
            Set<Long> taken = new HashSet<>();
            for (int step = 0; step < 60; step++) {
                long seq = 1 + random.nextInt(80);
                boolean expected = !taken.contains(seq);
                String when = "seed " + SEED + ", round " + round + ", step " + step + ", number " + seq;
                assertThat(claim(PRODUCTION, "n" + random.nextInt(3), new Claim(session, seq)))
                        .as(when)
                        .containsExactly(expected);
                taken.add(seq);
            }
        }
    }

    @Test
    void whatEachWriterPutLastIsReadTogether() {
        var chunk = new ChunkId(PRODUCTION, "new-checkout", "10s", 1_200);
        var next = new ChunkId(PRODUCTION, "new-checkout", "10s", 1_320);
        get(() -> store().put(chunk, "a/1", Samples.bytes("one"), LONG));
        get(() -> store().put(chunk, "b/1", Samples.bytes("two"), LONG));
        get(() -> store().put(chunk, "a/1", Samples.bytes("three"), LONG));
        get(() -> store().put(next, "a/2", Samples.bytes("four"), LONG));

        assertThat(texts(List.of(chunk))).containsExactlyInAnyOrder("two", "three");
        assertThat(texts(List.of(chunk, next))).containsExactlyInAnyOrder("two", "three", "four");
        assertThat(texts(List.of(new ChunkId(PRODUCTION, "other", "10s", 1_200))))
                .isEmpty();
    }

    @Test
    void theLastUseOfEachFlagIsKept() {
        Instant eight = Instant.parse("2026-11-21T08:00:00Z");
        get(() -> store().used(PRODUCTION, Use.EVALUATED, Map.of("a", eight, "b", eight)));
        get(() -> store().used(PRODUCTION, Use.EVALUATED, Map.of("a", eight.plusSeconds(60))));
        get(() -> store().used(PRODUCTION, Use.DECLARED, Map.of()));

        assertThat(get(() -> store().used(PRODUCTION, Use.EVALUATED)))
                .isEqualTo(new Uses(Map.of("a", eight.plusSeconds(60), "b", eight), eight, null));
        assertThat(get(() -> store().used(PRODUCTION, Use.DECLARED))).isEqualTo(new Uses(Map.of(), null, null));
    }

    @Test
    void usesOfLongAgoAreForgottenAndTheBeginningIsNot() {
        Instant eight = Instant.parse("2026-11-21T08:00:00Z");
        Instant nine = eight.plusSeconds(3_600);
        get(() -> store().used(PRODUCTION, Use.BY_APPLICATION, Map.of("f/old", eight, MeasureStore.UNNOTED, eight)));
        get(() -> store().used(PRODUCTION, Use.BY_APPLICATION, Map.of("f/new", nine)));
        assertThat(get(() -> store().used(PRODUCTION, Use.BY_APPLICATION)))
                .isEqualTo(new Uses(Map.of("f/old", eight, "f/new", nine), eight, eight));

        get(() -> store().forgetUses(PRODUCTION, Use.BY_APPLICATION, nine));
        get(() -> store().forgetUses(PRODUCTION, Use.DECLARED, nine));

        assertThat(get(() -> store().used(PRODUCTION, Use.BY_APPLICATION)))
                .isEqualTo(new Uses(Map.of("f/new", nine), eight, null));
    }

    private List<String> texts(List<ChunkId> chunks) {
        List<String> texts = new ArrayList<>();
        get(() -> store().read(chunks)).forEach(bytes -> texts.add(new String(bytes)));
        return texts;
    }
}
