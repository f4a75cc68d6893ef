package dev.sluice.shop.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the commands of a second window come in. Loopback only, and only for who can read the data folder. An answer is text,
 * a line for each step as it is done; its last line is {@code done} or {@code failed: ...}.
 */
final class ControlDoor {
    static final String DONE = "done";
    static final String FAILED = "failed: ";

    private final HttpServer server;
    private final String token;

    /** Something that a second window may ask for. */
    interface Act {
        /**
         * Does it.
         *
         * @param query the query of the request, if there is one
         * @param step takes a line for each step done
         */
        void run(@Nullable String query, Consumer<String> step) throws IOException;
    }

    ControlDoor(String token, ExecutorService executor) throws IOException {
        this.token = token;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
    }

    void on(String path, Act act) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handle(exchange, act);
            }
        });
    }

    int open() {
        server.start();
        return server.getAddress().getPort();
    }

    void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange, Act act) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Shop-Control"));
        if (!exchange.getRequestMethod().equals("POST")
                || !MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        try {
            act.run(exchange.getRequestURI().getQuery(), line -> write(out, line));
            write(out, DONE);
        } catch (Trouble | IOException e) {
            write(out, FAILED + e.getMessage());
        }
    }

    /** A window that was closed meanwhile does not stop what it asked for. */
    private static void write(OutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // nobody listens any more
        }
    }
}
