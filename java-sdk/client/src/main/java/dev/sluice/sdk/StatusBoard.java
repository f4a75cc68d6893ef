package dev.sluice.sdk;

import dev.sluice.sdk.internal.http.Loop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How things stand, for everybody to read. Changed on the loop only.
 *
 * <p>READY is said when the server has confirmed that what is held is the newest, never earlier. STALE is said at once
 * when contact is lost, and after the grace when contact is being moved or a gap is being closed, which mostly takes
 * less. And a confirmation is good for as long as a stream may be silent, whatever else goes on.
 */
final class StatusBoard {

    private final Loop loop;
    private final Duration grace;
    private final Duration silence;
    private final Consumer<StatusChange> observer;

    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();
    private volatile ClientStatus status = ClientStatus.INITIALIZING;
    private volatile long confirmedAt;
    private volatile boolean hasData;
    private volatile boolean ageKnown;
    private Loop.@Nullable Timer doubt;
    private Loop.@Nullable Timer expiry;

    StatusBoard(Loop loop, Duration grace, Duration silence, Consumer<StatusChange> observer) {
        this.loop = loop;
        this.grace = grace;
        this.silence = silence;
        this.observer = observer;
    }

    ClientStatus status() {
        return status;
    }

    /** Time since the server last said that what is held is the newest; null while nothing is held, or nobody knows. */
    @Nullable
    Duration dataAge() {
        return hasData && ageKnown ? Duration.ofNanos(Math.max(0, loop.nanos() - confirmedAt)) : null;
    }

    /** Done when there is an end to waiting for the first flags: they came, the key was refused, or all is closed. */
    CompletableFuture<@Nullable Void> settled() {
        return settled;
    }

    /**
     * There is data now, of which the server has not said more.
     *
     * @param age time since the server could know that it is the newest; null when nobody knows
     */
    void received(@Nullable Duration age) {
        if (!hasData) {
            from(age);
        }
    }

    /**
     * There is data from before, which is as old as this; null when nobody knows. Who waits for flags has them as soon as it is
     * known that the server is away, or after the patience.
     */
    void recalled(@Nullable Duration age, Duration patience) {
        from(age);
        become(ClientStatus.STALE);
        loop.after(patience, () -> settled.complete(null));
    }

    /** The server says that what is held is the newest. */
    void confirmed() {
        calm();
        from(Duration.ZERO);
        if (expiry == null) { // armed before anybody hears of it: READY must end, whatever they do
            expireAfter(silence);
        }
        become(ClientStatus.READY);
    }

    /** Contact is lost. */
    void outOfTouch() {
        calm();
        become(hasData ? ClientStatus.STALE : ClientStatus.INITIALIZING);
        if (hasData) {
            settled.complete(null);
        }
    }

    /** What is held may not be the newest, but should be within the grace. */
    void doubted() {
        if (doubt == null && status == ClientStatus.READY) {
            doubt = loop.after(grace, this::outOfTouch);
        }
    }

    /** The server refuses the key. */
    void refused() {
        calm();
        become(ClientStatus.ERROR);
    }

    void closed() {
        calm();
        if (expiry != null) {
            expiry.cancel();
        }
        become(ClientStatus.CLOSED);
    }

    private void from(@Nullable Duration age) {
        confirmedAt = loop.nanos() - (age == null ? 0 : age.toNanos());
        ageKnown = age != null;
        hasData = true;
    }

    private void expireAfter(Duration delay) {
        expiry = loop.after(delay, () -> {
            expiry = null;
            Duration left = silence.minus(Duration.ofNanos(loop.nanos() - confirmedAt));
            if (status == ClientStatus.READY && (left.isNegative() || left.isZero())) {
                outOfTouch();
            } else if (status == ClientStatus.READY) {
                expireAfter(left);
            }
        });
    }

    private void calm() {
        if (doubt != null) {
            doubt.cancel();
            doubt = null;
        }
    }

    private void become(ClientStatus next) {
        ClientStatus before = status;
        if (before == next || before == ClientStatus.CLOSED) {
            return;
        }
        status = next;
        observer.accept(new StatusChange(before, next));
        if (next != ClientStatus.INITIALIZING && next != ClientStatus.STALE) {
            settled.complete(null);
        }
    }
}
