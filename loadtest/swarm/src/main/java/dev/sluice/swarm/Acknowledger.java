package dev.sluice.swarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Acknowledges for a swarm as its SDKs would: each stream after a delay of its own, drawn from the spread that the server asked for, at
 * once where the change is urgent. A few connections carry what ten thousand would; the server is told the same.
 */
final class Acknowledger implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 4;
    private static final long SEED = 20261121;

    private final Target target;
    private final Streams streams;
    private final DelayQueue<Due> due = new DelayQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Long, JsonNode> states = new HashMap<>();

    /** Who has the newest state before the stream that keeps what the events say. */
    private final List<Stream> early = new ArrayList<>();

    private volatile boolean closed;

    Acknowledger(Target target, Streams streams) {
        this.target = target;
        this.streams = streams;
        streams.onState(this::state);
        streams.onArrival(this::arrived);
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(this::send, "swarm-acknowledgements-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** One acknowledgement and its time. */
    private record Due(long at, String session, String instance, JsonNode state, long arrived) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Due) other).at);
        }
    }

    /** How many were not answered with 204. */
    int failures() {
        return failures.get();
    }

    /** The whole of a delta, of which one stream in the swarm keeps what it says; on the thread of the streams. */
    private void state(long revision, String data) {
        try {
            states.put(revision, JSON.readTree(data));
            early.forEach(this::arrived);
            early.clear();
        } catch (JsonProcessingException e) {
            failures.incrementAndGet();
        }
    }

    private void arrived(Stream stream) {
        JsonNode state = states.get(stream.revision());
        if (state == null) {
            if (stream.revision() == streams.newest()) {
                early.add(stream);
            }
            return;
        }
        long now = System.nanoTime();
        long spread = state.path("urgent").asBoolean() ? 0 : streams.ackSpreadMillis();
        long delay = TimeUnit.MILLISECONDS.toNanos(random.nextLong(spread + 1));
        due.add(new Due(now + delay, stream.session(), stream.instance(), state, now));
    }

    private void send() {
        try (Post post = new Post(target)) {
            while (!closed) {
                Due next = due.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(post, next);
                }
            }
        } catch (IOException leaving) {
            failures.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Post post, Due next) {
        try {
            if (post.send("/sdk/v1/ack", next.instance(), "", body(next)) != 204) {
                failures.incrementAndGet();
            }
        } catch (IOException e) {
            failures.incrementAndGet();
        }
    }

    private static byte[] body(Due next) throws IOException {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("session", next.session())
                .put("instance", next.instance())
                .put("epoch", next.state().path("epoch").asText())
                .put("revision", next.state().path("to").asLong())
                .put("hash", next.state().path("hash").asText())
                .put("heldMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - next.arrived())));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
