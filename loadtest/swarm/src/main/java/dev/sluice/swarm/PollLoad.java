package dev.sluice.swarm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Connections that ask for the same again and again, each as soon as it has its answer. The first answer is read, of the others only
 * the bytes are counted: all are of one length as long as nothing changes. Used by one thread.
 */
final class PollLoad {
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;
    private static final int BUFFER = 256 * 1024;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer request;
    private final InetSocketAddress server;
    private long answers;

    private PollLoad(URI server, byte[] request) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
        this.selector = Selector.open();
    }

    /**
     * What a load came to.
     *
     * @param bodyBytes of each answer
     * @param cpuMicrosARequest processor time of the server
     */
    record Load(int status, long bodyBytes, double requestsASecond, double cpuMicrosARequest) {}

    /** Polls this target for so long, after as long a time that is not counted; {@code etag} is the state that is had, or empty. */
    static Load run(Target target, String etag, Duration time) throws IOException {
        byte[] request = Answer.request(
                "GET",
                "/sdk/v1/snapshot",
                target.uri().getAuthority(),
                target.sdkKey(),
                "5f0c1d52-8b0e-4c1e-9a53-6d8f2f6d2a11",
                etag.isEmpty() ? "" : "If-None-Match: " + etag + "\r\n");
        return run(target, request, time);
    }

    /** Sends this request again and again for so long, after as long a time that is not counted. */
    static Load run(Target target, byte[] request, Duration time) throws IOException {
        PollLoad load = new PollLoad(target.uri(), request);
        try {
            One first = load.connections();
            load.loop(time);
            long patience = System.nanoTime() + FIRST_ANSWER.toNanos();
            while (!first.known && System.nanoTime() < patience) {
                load.loop(time);
            }
            load.answers = 0;
            double cpu = Processes.cpuSeconds(target.pid());
            long from = System.nanoTime();
            load.loop(time);
            double seconds = Crowd.seconds(System.nanoTime() - from);
            double micros = 1e6 * (Processes.cpuSeconds(target.pid()) - cpu);
            return new Load(
                    first.answer.status(),
                    first.answer.bodyBytes(),
                    load.answers / seconds,
                    micros / Math.max(1, load.answers));
        } finally {
            for (SelectionKey key : load.selector.keys()) {
                key.channel().close();
            }
            load.selector.close();
        }
    }

    /** The entity tag of the present state. */
    static String etag(Target target) throws IOException, InterruptedException {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(target.uri().resolve("/sdk/v1/snapshot"))
                                .header("Authorization", "Bearer " + target.sdkKey())
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    /** One connection: the length of an answer once the first one is whole, and how much of the present one is missing. */
    private static final class One {
        private final Answer answer = new Answer();
        private long length;
        private long missing;
        private boolean known;
    }

    private One connections() throws IOException {
        One last = new One();
        for (int i = 0; i < CONNECTIONS; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            last = new One();
            channel.register(selector, SelectionKey.OP_READ, last);
            ask(channel);
        }
        return last;
    }

    private void loop(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            selector.select(this::ready, 100);
        }
    }

    private void ready(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            One one = (One) key.attachment();
            buffer.clear();
            int length = channel.read(buffer);
            if (length < 0) {
                throw new IOException("closed by the server");
            }
            if (isWhole(one, length)) {
                answers++;
                ask(channel);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean isWhole(One one, int length) {
        if (one.known) {
            one.missing -= length;
            if (one.missing == 0) {
                one.missing = one.length;
                return true;
            }
            return false;
        }
        buffer.flip().get(bytes, 0, length);
        one.length += length;
        if (one.answer.feed(bytes, length)) {
            one.known = true;
            one.missing = one.length;
            return true;
        }
        return false;
    }

    private void ask(SocketChannel channel) throws IOException {
        channel.write(request.duplicate());
    }
}
