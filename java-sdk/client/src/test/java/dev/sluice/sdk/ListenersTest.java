package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.StateId;
import dev.sluice.sdk.support.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners are the application's code: whatever they do, it harms nothing of ours. */
class ListenersTest {

    private static final StatusChange LOST = new StatusChange(ClientStatus.READY, ClientStatus.STALE);

    private final Listeners listeners = new Listeners(
            (flag, context) -> Decision.error(ErrorCode.FLAG_NOT_FOUND, 0), new Complaints(System::nanoTime));

    @AfterEach
    void endTheirThread() {
        listeners.close();
    }

    @Test
    void aListenerThatHangsNeverHoldsUpWhoTells() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (Log log = Log.of("dev.sluice.sdk")) {
            listeners.onStatus(change -> hang(hanging));

            for (int i = 0; i < 20_000; i++) {
                listeners.statusChanged(LOST);
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Listeners are too slow"))
                    .hasSize(1);
        }
        hanging.countDown();
    }

    @Test
    void aListenerThatThrowsIsNamedOnceAndTheOthersHearAll() {
        List<StatusChange> heard = new CopyOnWriteArrayList<>();
        try (Log log = Log.of("dev.sluice.sdk")) {
            listeners.onStatus(change -> {
                throw new IllegalStateException("user-secret");
            });
            listeners.onStatus(heard::add);

            listeners.statusChanged(LOST);
            listeners.statusChanged(LOST);
            await().until(() -> heard.size() == 2);

            assertThat(log.lines())
                    .containsExactly("WARN A listener of the application threw java.lang.IllegalStateException");
        }
    }

    @Test
    void callsComeInTheOrderOfWhatHappened() {
        List<StateId> heard = new CopyOnWriteArrayList<>();
        listeners.onRevision(change -> heard.add(change.after()));
        StateId before = null;
        for (long i = 1; i <= 1_000; i++) {
            StateId after = new StateId(new Epoch(1, "e"), i, dev.sluice.engine.EnvironmentHash.EMPTY);
            listeners.liveChanged(before, after);
            before = after;
        }

        await().until(() -> heard.size() == 1_000);

        assertThat(heard).isSortedAccordingTo((one, other) -> one.asRevision().compareTo(other.asRevision()));
    }

    @Test
    void aChangeWhileAListenerIsAddedIsTold() {
        AtomicReference<Listeners> telling = new AtomicReference<>();
        AtomicBoolean changed = new AtomicBoolean();
        Listeners meeting = new Listeners(
                (flag, context) -> {
                    if (changed.getAndSet(true)) {
                        return Decision.error(ErrorCode.TYPE_MISMATCH, 0);
                    }
                    StateId after = StateId.initial(new Epoch(1, "e"));
                    telling.get().liveChanged(null, after);
                    return Decision.error(ErrorCode.FLAG_NOT_FOUND, 0);
                },
                new Complaints(System::nanoTime));
        telling.set(meeting);
        List<FlagChange> heard = new CopyOnWriteArrayList<>();
        try {
            meeting.onFlag("a", Context.anonymous(), heard::add);

            await().until(() -> !heard.isEmpty());
            assertThat(heard)
                    .singleElement()
                    .satisfies(change -> assertThat(change.after().errorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH));
        } finally {
            meeting.close();
        }
    }

    @Test
    void nobodyIsCalledAfterTheEndAndNoThreadStays() {
        List<StatusChange> heard = new CopyOnWriteArrayList<>();
        listeners.onStatus(heard::add);
        listeners.onFlag("a", Context.anonymous(), change -> heard.add(LOST));

        listeners.close();
        listeners.statusChanged(LOST);

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("sluice-listeners")));
        assertThat(heard).isEmpty();
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
