package dev.sluice.server.measures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.measures.DecidedHere.Asker;
import dev.sluice.server.measures.Report.Decided;
import dev.sluice.server.measures.Report.Evaluation;
import dev.sluice.server.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DecidedHereTest {
    private static final Decided ON = new Decided(3, "fallthrough", "on", "SPLIT", null);
    private static final Asker ASKER = new Asker(Samples.PRODUCTION, "ofrep/k");

    private final DecidedHere here = new DecidedHere();

    @Test
    void decisionsOfOneKindAreOneRowAndHandedOutOnce() {
        count("f", ON);
        count("f", ON);
        count("g", ON);

        Map<Asker, List<Evaluation>> taken = here.take();

        assertThat(taken).containsOnlyKeys(ASKER);
        assertThat(taken.get(ASKER)).containsExactlyInAnyOrder(new Evaluation("f", ON, 2), new Evaluation("g", ON, 1));
        assertThat(here.take()).isEmpty();
    }

    @Test
    void nothingIsLostOrCountedTwiceWhileOthersTake() throws InterruptedException {
        int each = 50_000;
        ExecutorService askers = Executors.newFixedThreadPool(3);
        for (int asker = 0; asker < 3; asker++) {
            askers.execute(() -> {
                for (int i = 0; i < each; i++) {
                    count("f" + i % 7, ON);
                }
            });
        }
        askers.shutdown();

        long taken = 0;
        while (!askers.awaitTermination(1, TimeUnit.MILLISECONDS)) {
            taken += sum();
        }
        taken += sum();

        assertThat(taken).isEqualTo(3L * each);
    }

    @Test
    void whatThereIsNoRoomForIsCountedAsDropped() {
        for (int version = 0; version < 20_000; version++) {
            count("f", new Decided(version, null, "on", "STATIC", null));
        }

        count("f", ON);
        count("f", new Decided(1, null, "on", "STATIC", null));

        assertThat(here.dropped()).isEqualTo(1);
        assertThat(sum()).isEqualTo(20_001);
    }

    private void count(String flag, Decided decided) {
        here.count(ASKER.environment(), ASKER.application(), flag, decided);
    }

    private long sum() {
        return here.take().values().stream()
                .flatMap(List::stream)
                .mapToLong(Evaluation::count)
                .sum();
    }
}
