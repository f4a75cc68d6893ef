package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.command.ConflictException;
import dev.sluice.server.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FirstLinkTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void whatIsRefusedIsNotAskedForAgain() {
        assertThat(asksAgainAfter(new StoreUnavailableException("Redis did not answer", null)))
                .isTrue();
        assertThat(asksAgainAfter(new ConflictException("user admin is not active")))
                .isFalse();
    }

    /** Whether the next timer is one of a link whose first answer is this. */
    private boolean asksAgainAfter(RuntimeException answer) {
        long before = vertx.setTimer(60_000, due -> {});
        new FirstLink(vertx, () -> Future.failedFuture(answer), told -> {}).tell();
        return vertx.cancelTimer(before + 1);
    }

    @Test
    void aStoreThatIsSlowAtFirstIsAskedAgainAndOneLinkIsTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        var link = new FirstLink(
                vertx,
                () -> asked.incrementAndGet() < 3
                        ? Future.failedFuture(new StoreUnavailableException("Redis did not answer", null))
                        : Future.succeededFuture("link " + asked.get()),
                told::add);

        link.tell();

        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly("link 3");
        assertThat(asked).hasValue(3);
    }
}
