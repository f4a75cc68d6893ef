package dev.sluice.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Many event streams of the SDK protocol, read as plainly as possible: of each event only its id counts. */
final class RawStreams implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<Socket> sockets = new ArrayList<>();
    private final long[] revisions;
    private long lastArrival;
    private @Nullable String broken;

    private RawStreams(int count) {
        this.revisions = new long[count];
    }

    /** Opens {@code count} streams and returns when each has received its first state. */
    static RawStreams open(URI server, String sdkKey, int count) throws IOException, InterruptedException {
        RawStreams streams = new RawStreams(count);
        for (int i = 0; i < count; i++) {
            streams.connect(i, server, sdkKey);
        }
        streams.awaitRevision(0);
        return streams;
    }

    /** Waits until every stream is at {@code revision} or beyond; gives the {@code nanoTime} of the last one's arrival. */
    synchronized long awaitRevision(long revision) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT_NANOS;
        while (behind(revision) > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0 || broken != null) {
                throw new IllegalStateException(
                        behind(revision) + " of " + revisions.length + " streams did not reach revision " + revision
                                + (broken == null ? " within 30 s" : ": " + broken));
            }
            wait(left);
        }
        return lastArrival;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private int behind(long revision) {
        int count = 0;
        for (long at : revisions) {
            if (at <= revision - 1 || at == 0) {
                count++;
            }
        }
        return count;
    }

    private void connect(int index, URI server, String sdkKey) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        socket.getOutputStream()
                .write(("GET /sdk/v1/stream HTTP/1.1\r\nHost: " + server.getAuthority()
                                + "\r\nAccept: text/event-stream\r\n"
                                + "Authorization: Bearer " + sdkKey + "\r\nSluice-Instance: " + UUID.randomUUID()
                                + "\r\nSluice-Application: rig/1\r\nSluice-Sdk: rig/0.1.0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        Thread reader = new Thread(() -> read(index, socket), "stream-" + index);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(int index, Socket socket) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            if (line == null || !line.contains(" 200 ")) {
                fail("a stream was answered " + line);
                return;
            }
            while ((line = in.readLine()) != null) {
                if (line.startsWith("id:")) {
                    arrived(index, Long.parseLong(line.substring(3).trim().split(":")[1]));
                }
            }
        } catch (IOException closed) {
            fail("a stream broke: " + closed.getMessage());
        }
    }

    private synchronized void arrived(int index, long revision) {
        revisions[index] = revision;
        lastArrival = System.nanoTime();
        notifyAll();
    }

    private synchronized void fail(String why) {
        broken = why;
        notifyAll();
    }
}
