package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP/1.1 server as a Sluice client needs, on a free port of the loopback interface. The one of the JDK holds small
 * events back for 40 ms and keeps the process alive; this does neither. Thread-safe.
 */
final class LoopbackHttp implements AutoCloseable {

    /** A request; the body is decompressed. */
    record Call(String path, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Answers requests, on the thread of their connection. */
    interface Handler {

        void answer(Call call, Reply reply) throws IOException;
    }

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Handler handler;

    LoopbackHttp(Handler handler) {
        this.handler = handler;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException unusable) {
            throw new UncheckedIOException("No port of the loopback interface can be listened on", unusable);
        }
        daemon("fake-flags-accept", this::accept);
    }

    URI uri() {
        return URI.create("http://" + host() + ":" + listening.getLocalPort());
    }

    private String host() {
        String address = listening.getInetAddress().getHostAddress();
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @Override
    public void close() {
        close(listening);
        sockets.forEach(LoopbackHttp::close);
    }

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
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
                daemon("fake-flags-connection", () -> serve(socket));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Call call = read(in); call != null; call = read(in)) {
                handler.answer(call, new Reply(socket));
            }
        } catch (IOException gone) {
            // the client has gone, or all is closed
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
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        boolean zipped = headers.getOrDefault("content-encoding", "").equals("gzip");
        return new Call(request.split(" ", 3)[1], headers, new String(zipped ? unzipped(body) : body, UTF_8));
    }

    private static byte[] unzipped(byte[] zipped) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        }
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

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception closedAlready) {
            // which is what was wanted
        }
    }

    /** The answer to one request. */
    static final class Reply {

        private final Socket socket;

        private Reply(Socket socket) {
            this.socket = socket;
        }

        void send(int status) throws IOException {
            send(status, new byte[0]);
        }

        void json(byte[] body) throws IOException {
            send(200, body);
        }

        /** Begins an answer that goes on. */
        Stream stream() throws IOException {
            write(head(200, "text/event-stream", "Transfer-Encoding: chunked"));
            return new Stream(socket);
        }

        private void send(int status, byte[] body) throws IOException {
            String head = head(status, "application/json", "Content-Length: " + body.length);
            write(head + new String(body, ISO_8859_1));
        }

        private static String head(int status, String contentType, String framing) {
            return String.join(
                    "\r\n",
                    "HTTP/1.1 " + status + " -",
                    "Content-Type: " + contentType,
                    "Cache-Control: no-cache",
                    framing,
                    "",
                    "");
        }

        private void write(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        }
    }

    /** A live stream. What is sent to one that the client has left is lost. */
    static final class Stream {

        private final Socket socket;
        private volatile boolean broken;

        private Stream(Socket socket) {
            this.socket = socket;
        }

        boolean isBroken() {
            return broken || socket.isClosed();
        }

        /** Sends the text of one event or more. */
        synchronized void send(String events) {
            byte[] bytes = events.getBytes(UTF_8);
            try {
                OutputStream out = socket.getOutputStream();
                out.write((Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, ISO_8859_1) + "\r\n")
                        .getBytes(ISO_8859_1));
            } catch (IOException gone) {
                broken = true;
            }
        }
    }
}
