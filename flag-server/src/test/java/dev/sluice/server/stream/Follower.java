package dev.sluice.server.stream;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a stream's events the way an SDK does; an event out of order or on another base throws. */
final class Follower {

    private static final WireCodec CODEC = new WireCodec();

    private @Nullable Replica replica;
    private int applied;

    Follower() {}

    Follower(Replica start) {
        replica = start;
    }

    /** Takes over what it has not seen yet; more may come to the list meanwhile. */
    Follower follow(List<SseClient.Event> events) {
        List<SseClient.Event> now = List.copyOf(events);
        for (SseClient.Event event : now.subList(applied, now.size())) {
            applied++;
            byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
            if (event.name().equals("snapshot")) {
                replica = replica == null
                        ? Replica.of(CODEC.decodeSnapshot(data))
                        : replica.replace(CODEC.decodeSnapshot(data));
            } else if (event.name().equals("delta")) {
                replica = replica.apply(CODEC.decodeDelta(data));
            }
        }
        return this;
    }

    @Nullable
    Replica replica() {
        return replica;
    }

    long revision() {
        return replica == null ? -1 : replica.id().revision();
    }
}
