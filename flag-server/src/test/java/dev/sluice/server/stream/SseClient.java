package dev.sluice.server.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * A plain reader of an event stream on a socket of its own, so that a test decides when bytes are taken. It reads HTTP/1.1 chunks, for
 * that is what the server sends.
 */
final class SseClient implements AutoCloseable {

    /** One event. */
    record Event(String name, String id, String data) {}

    private final Socket socket = new Socket();
    private final InputStream in;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final int status;
    private volatile long bytes;
    private volatile boolean ended;

    SseClient(int port, String key, Map<String, String> requestHeaders, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var request = new StringBuilder("GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n");
        requestHeaders.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = socket.getOutputStream();
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        in = socket.getInputStream();
        status = Integer.parseInt(line().split(" ")[1]);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
        }
    }

    /** Connects and reads from now on. */
    static SseClient open(int port, String key, Map<String, String> headers) throws IOException {
        return new SseClient(port, key, headers, 0).reading();
    }

    SseClient reading() {
        var reader = new Thread(this::read, "sse-client");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.get(name);
    }

    List<Event> events() {
        return events;
    }

    /** The events but heartbeats, of which the first of a stream may come at any moment. */
    List<Event> changes() {
        return events.stream()
                .filter(event -> !event.name().equals("heartbeat"))
                .toList();
    }

    /** Bytes of events taken so far. */
    long bytes() {
        return bytes;
    }

    boolean ended() {
        return ended;
    }

    /** The next event of this name that is there or comes. */
    Event await(String name) {
        return await(name, 0);
    }

    Event await(String name, int skip) {
        Awaitility.await()
                .until(() -> events.stream()
                                .filter(event -> event.name().equals(name))
                                .count()
                        > skip);
        return events.stream()
                .filter(event -> event.name().equals(name))
                .skip(skip)
                .findFirst()
                .orElseThrow();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(new Chunks(), StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    events.add(new Event(name, id, data));
                    name = id = data = "";
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
        } catch (IOException closed) {
            // the end of the stream is what the test looks at
        }
        ended = true;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body behind the chunked coding. */
    private final class Chunks extends InputStream {

        private int left;
        private boolean last;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (left == 0 && !last) {
                String size = line();
                left = Integer.parseInt(size.isEmpty() ? line() : size, 16);
                last = left == 0;
            }
            if (last) {
                return -1;
            }
            int count = in.read(into, from, Math.min(most, left));
            if (count > 0) {
                left -= count;
                bytes += count;
            }
            return count;
        }
    }
}
