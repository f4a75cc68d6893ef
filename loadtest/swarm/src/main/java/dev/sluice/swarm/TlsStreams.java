package dev.sluice.swarm;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Streams over TLS; fewer than {@link Streams} can hold, and without its patience: whoever is refused or cut stays away and is counted. */
final class TlsStreams implements Members {
    private static final long LIMIT_SECONDS = 60;

    private final Arrivals arrivals = new Arrivals();
    private final AtomicLong newest = new AtomicLong();
    private final AtomicInteger lost = new AtomicInteger();
    private final CountDownLatch first;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Opens so many and returns when each has its first state. */
    TlsStreams(URI server, String sdkKey, int count) throws InterruptedException {
        first = new CountDownLatch(count);
        NetClient client = vertx.createNetClient(new NetClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm("")
                .setTcpNoDelay(true));
        for (int i = 0; i < count; i++) {
            String instance = new UUID(0, i).toString();
            client.connect(server.getPort(), "127.0.0.1")
                    .onSuccess(socket -> listen(socket, server, sdkKey, instance))
                    .onFailure(e -> lost.incrementAndGet());
        }
        if (!first.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            close();
            throw new IllegalStateException(
                    first.getCount() + " of " + count + " streams over TLS have no state after 60 s; lost: " + lost);
        }
    }

    private void listen(NetSocket socket, URI server, String sdkKey, String instance) {
        EventDecoder decoder = new EventDecoder(new One());
        socket.handler(buffer -> decoder.feed(buffer.getBytes(), 0, buffer.length()));
        socket.closeHandler(gone -> lost.incrementAndGet());
        socket.write(Buffer.buffer(Answer.request(
                "GET", "/sdk/v1/stream", server.getAuthority(), sdkKey, instance, "Accept: text/event-stream\r\n")));
    }

    /** How many connections failed or ended. */
    int lost() {
        return lost.get();
    }

    @Override
    public long newest() {
        return newest.get();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws InterruptedException {
        vertx.close().await();
    }

    /** What one of them has; used on the one event loop. */
    private final class One implements EventDecoder.Listener {
        private long revision;

        @Override
        public boolean reads(EventDecoder.Kind kind) {
            return false;
        }

        @Override
        public void answered(int status, int retryAfterSeconds) {
            if (status != 200) {
                lost.incrementAndGet();
            }
        }

        @Override
        public void event(EventDecoder.Kind kind, String id, long newer, String data, int bytes) {
            if (newer > revision) {
                if (revision == 0) {
                    first.countDown();
                } else {
                    arrivals.arrived(revision, newer, System.nanoTime());
                }
                revision = newer;
                newest.accumulateAndGet(newer, Math::max);
            }
        }
    }
}
