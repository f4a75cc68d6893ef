package dev.sluice.sdk.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.ports.QuietPort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A small real HTTP/1.1 server on loopback, on plain sockets, so that a test says byte for byte and moment for moment
 * what a live stream does. Streams are chunked, as a real server's are.
 */
public final class StubServer implements AutoCloseable {

    /** A request that arrived, its body decompressed. */
    public record Call(String method, String path, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Answers requests; called on the thread of the connection. */
    public interface Behaviour {

        void answer(Call call, Reply reply) throws IOException;
    }

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Reply> streams = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    /** On a port that nobody else is given after this server has gone: who asks then is refused, not served by another. */
    public StubServer(Behaviour behaviour) {
        this(behaviour, QuietPort.find());
    }

    /** On a port of choice; so that a server can come back where one was. */
    public StubServer(Behaviour behaviour, int port) {
        this.behaviour = behaviour;
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        daemon("stub-accept", this::accept);
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    public int port() {
        return listening.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    /** Streams that were begun and not ended by us; the client may have gone. */
    public List<Reply> streams() {
        return streams;
    }

    /** The first of them, which is waited for: one is listed only after its first events, and a client may be ready by then. */
    public Reply firstStream() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !streams.isEmpty());
        return streams.get(0);
    }

    /** How many sockets are open now. */
    public int sockets() {
        return sockets.size();
    }

    /** Breaks every connection, and goes on listening. */
    public void hangUp() {
        sockets.forEach(StubServer::close);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
        hangUp();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                if (listening.isClosed()) {
                    close(socket); // it came while this closed, and nobody else has seen it
                    return;
                }
                daemon("stub-connection", () -> serve(socket));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Call call = read(in); call != null; call = read(in)) {
                calls.add(call);
                Reply reply = new Reply(socket.getOutputStream());
                behaviour.answer(call, reply);
                if (reply.streaming) {
                    streams.add(reply);
                }
            }
        } catch (IOException gone) {
            // the client has gone, or the test has hung up
        } finally {
            sockets.remove(socket);
        }
    }

    private static @Nullable Call read(InputStream in) throws IOException {
        String request = line(in);
        if (request == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] parts = request.split(" ");
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            return null; // the client has gone in the middle
        }
        boolean zipped = headers.getOrDefault("content-encoding", "").equals("gzip");
        return new Call(parts[0], parts[1], headers, new String(zipped ? Gzip.unzipped(body) : body, UTF_8));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return null;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The answer to one request; thread-safe, so that a test may write to a stream while the server reads. */
    public static final class Reply {

        private final OutputStream out;
        private volatile boolean streaming;
        private volatile boolean broken;

        Reply(OutputStream out) {
            this.out = out;
        }

        /** An answer of a known length. */
        public synchronized void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            head(status, headers, "Content-Length: " + body.length);
            out.write(body);
            out.flush();
        }

        public void send(int status) throws IOException {
            send(status, Map.of(), new byte[0]);
        }

        public void json(byte[] body) throws IOException {
            send(200, Map.of("Content-Type", "application/json"), body);
        }

        /** The head of a live stream. */
        public synchronized Reply stream() throws IOException {
            streaming = true;
            head(
                    200,
                    Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-cache"),
                    "Transfer-Encoding: chunked");
            out.flush();
            return this;
        }

        public Reply event(String type, byte[] data) throws IOException {
            return event(type, new String(data, UTF_8));
        }

        public Reply event(String type, String data) throws IOException {
            return raw("event: " + type + "\ndata: " + data + "\n\n");
        }

        /** An event with an id. */
        public Reply event(String type, Object id, byte[] data) throws IOException {
            return raw("event: " + type + "\nid: " + id + "\ndata: " + new String(data, UTF_8) + "\n\n");
        }

        /** A piece of the stream. */
        public synchronized Reply raw(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            try {
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
                out.write(bytes);
                out.write("\r\n".getBytes(ISO_8859_1));
                out.flush();
            } catch (IOException gone) {
                broken = true;
                throw gone;
            }
            return this;
        }

        /** Ends the stream in good order. */
        public synchronized void end() throws IOException {
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
            streaming = false;
        }

        public boolean broken() {
            return broken;
        }

        private void head(int status, Map<String, String> headers, String framing) throws IOException {
            List<String> lines = new ArrayList<>();
            lines.add("HTTP/1.1 " + status + " whatever");
            headers.forEach((name, value) -> lines.add(name + ": " + value));
            lines.add(framing);
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        }
    }
}
