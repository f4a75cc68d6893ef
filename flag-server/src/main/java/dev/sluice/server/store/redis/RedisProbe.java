package dev.sluice.server.store.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a Redis on loopback a few plain questions on a socket of its own, before the real client exists: does it answer, and whose data
 * does it hold. Blocks for at most a second.
 */
final class RedisProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RedisProbe(int port, String password) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            ask("AUTH", password);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Throws until it is up, loaded, and can be talked to. */
    void ping() throws IOException {
        ask("PING");
    }

    /** The process that answers. */
    long pid() throws IOException {
        for (String line : ask("INFO", "server").split("\r\n")) {
            if (line.startsWith("process_id:")) {
                return Long.parseLong(line.substring("process_id:".length()).trim());
            }
        }
        throw new IOException("Redis does not say which process it is");
    }

    /** The folder it keeps its data in. */
    String folder() throws IOException {
        String[] parts = ask("CONFIG", "GET", "dir").split("\n");
        return parts[parts.length - 1];
    }

    /** One command; the answer as text, the parts of a list one a line. Throws on an error answer. */
    private String ask(String... words) throws IOException {
        send(words);
        return answer();
    }

    private void send(String... words) throws IOException {
        var request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> {
                var parts = new StringBuilder();
                for (int left = Integer.parseInt(rest); left > 0; left--) {
                    parts.append(parts.length() == 0 ? "" : "\n").append(answer());
                }
                yield parts.toString();
            }
            default -> throw new IOException("Redis answers " + rest);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis has closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        if (line.length() == 0) {
            throw new IOException("Redis answers nothing");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
