package dev.sluice.swarm;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit: the least Vert.x program that takes a change by POST and sends it to everybody who listens. It knows no keys, keeps nothing,
 * loses whoever is slow, and asks nobody who he is; the flag server is measured beside it. Whoever makes it faster is right.
 *
 * <p>Each event loop owns the responses of its connections. An event is encoded once, outside of the heap, and every connection is handed
 * the same bytes.
 */
public final class Broadcaster extends VerticleBase {
    private static final String ID = "1.bare:%d:00000000";

    private static final List<Broadcaster> LOOPS = new CopyOnWriteArrayList<>();
    private static final AtomicLong REVISION = new AtomicLong(1);

    private final int port;
    private final int eventBytes;
    private final Buffer snapshot;
    private final Set<HttpServerResponse> streams = new LinkedHashSet<>();
    private int boundPort;

    private Broadcaster(int port, int eventBytes, Buffer snapshot) {
        this.port = port;
        this.eventBytes = eventBytes;
        this.snapshot = snapshot;
    }

    /**
     * {@code <bytes of an event> <bytes of a snapshot> <event loops>}: listens on a free port of the loopback and prints it, then serves until it is
     * killed.
     */
    public static void main(String[] args) throws Exception {
        int eventBytes = Integer.parseInt(args[0]);
        Buffer snapshot = shared("x".repeat(Integer.parseInt(args[1])));
        int loops = Integer.parseInt(args[2]);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setPreferNativeTransport(!Boolean.getBoolean("swarm.nio")));
        vertx.deployVerticle(
                        () -> (Deployable) new Broadcaster(-1, eventBytes, snapshot),
                        new DeploymentOptions().setInstances(loops))
                .await();
        System.out.println(
                "port " + LOOPS.get(0).boundPort + (vertx.isNativeTransportEnabled() ? " epoll" : " selector"));
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(this::serve)
                .listen(port, "127.0.0.1")
                .onSuccess(server -> {
                    boundPort = server.actualPort();
                    LOOPS.add(this);
                });
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.POST)) {
            long revision = REVISION.incrementAndGet();
            Buffer event = event(revision);
            LOOPS.forEach(loop -> loop.send(event));
            response.end("{\"revision\":" + revision + "}");
        } else if (request.path().endsWith("/stream")) {
            response.setChunked(true).putHeader("Content-Type", "text/event-stream");
            response.closeHandler(gone -> streams.remove(response));
            streams.add(response);
            response.write(event(REVISION.get()));
        } else if (request.getHeader("If-None-Match") != null) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("ETag", "\"" + String.format(ID, REVISION.get()) + "\"")
                    .end(snapshot);
        }
    }

    private void send(Buffer event) {
        Context mine = context;
        mine.runOnContext(turn -> streams.forEach(stream -> stream.write(event)));
    }

    private Buffer event(long revision) {
        String head = "event: delta\nid: " + String.format(ID, revision) + "\ndata: ";
        return shared(head + "x".repeat(Math.max(1, eventBytes - head.length() - 2)) + "\n\n");
    }

    /** Bytes outside of the heap, so that no write copies them. */
    private static Buffer shared(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return BufferInternal.buffer(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)));
    }
}
