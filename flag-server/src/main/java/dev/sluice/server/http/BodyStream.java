package dev.sluice.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a thread reads it that may wait: a few buffers are under way, and the peer is held back until they were read.
 * The event loop writes, one other thread reads.
 */
final class BodyStream extends InputStream {
    private static final int UNDER_WAY = 4;
    private static final Buffer END = Buffer.buffer();

    private final HttpServerRequest request;
    private final Context context;
    private final long largest;
    private final long longestSilenceMillis;
    private final BlockingQueue<Buffer> buffers = new LinkedBlockingQueue<>();
    private volatile @Nullable String broken;
    private Buffer current = Buffer.buffer();
    private int at;
    private long read;

    /**
     * Begins to take the body of a request whose flow is this one's from now on. To be made on its event loop.
     *
     * @param largest bytes after which reading fails
     */
    BodyStream(HttpServerRequest request, Context context, long largest, long longestSilenceMillis) {
        this.request = request;
        this.context = context;
        this.largest = largest;
        this.longestSilenceMillis = longestSilenceMillis;
        request.handler(buffers::add);
        request.endHandler(end -> buffers.add(END));
        request.exceptionHandler(gone -> {
            broken = "the connection is gone";
            buffers.add(END);
        });
        request.pause();
        request.fetch(UNDER_WAY);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (current != END && at == current.length()) {
            next();
        }
        if (current == END) {
            return -1;
        }
        int some = Math.min(length, current.length() - at);
        current.getBytes(at, at + some, bytes, from);
        at += some;
        return some;
    }

    private void next() throws IOException {
        Buffer next;
        try {
            next = buffers.poll(longestSilenceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the node is stopping");
        }
        if (next == null) {
            throw new IOException("nothing came for " + longestSilenceMillis / 1_000 + " s; expected more rows");
        }
        String why = broken;
        if (why != null) {
            throw new IOException(why);
        }
        read += next.length();
        if (read > largest) {
            throw new IOException("the body is over " + largest + " bytes; expected less");
        }
        if (next != END) {
            context.runOnContext(go -> request.fetch(1));
        }
        current = next;
        at = 0;
    }
}
