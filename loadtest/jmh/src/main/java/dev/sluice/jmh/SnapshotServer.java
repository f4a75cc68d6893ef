package dev.sluice.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server on the loopback address that sends every stream one snapshot, then heartbeats. What a client receives from it is what it
 * would receive from the real one, on the same wire.
 */
final class SnapshotServer implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 15;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "snapshot-server");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closing = new CountDownLatch(1);
    private final byte[] snapshot;
    private final String state;

    SnapshotServer(byte[] snapshot) {
        this.snapshot = snapshot;
        SnapshotEvent event = new WireCodec().decodeSnapshot(snapshot);
        this.state = "{\"epoch\":\"" + event.id().epoch() + "\",\"revision\":"
                + event.id().revision() + ",\"hash\":\"" + event.id().hash() + "\"}";
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/sdk/v1/stream", this::stream);
        server.createContext("/sdk/v1/", SnapshotServer::take);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            send(out, "hello", "{\"session\":\"s1\",\"node\":\"n1\",\"ackSpreadMillis\":0}".getBytes(UTF_8));
            send(out, "snapshot", snapshot);
            while (!closing.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
                send(out, "heartbeat", state.getBytes(UTF_8));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, String event, byte[] data) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(UTF_8));
        out.write(data);
        out.write("\n\n".getBytes(UTF_8));
        out.flush();
    }

    private static void take(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
