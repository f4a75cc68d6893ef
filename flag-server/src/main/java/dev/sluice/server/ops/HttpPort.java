package dev.sluice.server.ops;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A port that several event loops serve: each accepts connections in turn and keeps those it accepted. Thread-safe.
 */
public final class HttpPort {

    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private volatile int number;

    private HttpPort() {}

    /**
     * Listens.
     *
     * @param setting the name of the setting that chose the port, for the one sentence when it is taken
     * @param port 0 = any free one
     * @param loops how many event loops
     * @return the port that is open
     */
    public static Future<HttpPort> open(
            Vertx vertx,
            String setting,
            HttpServerOptions options,
            String host,
            int port,
            int loops,
            Handler<HttpServerRequest> handler) {
        var opened = new HttpPort();
        // Vert.x gives all loops that ask for the same negative port the same free one.
        int asked = port == 0 ? FREE_PORTS.decrementAndGet() : port;
        return vertx.deployVerticle(
                        () -> (Deployable) new Loop(options, host, asked, handler, opened),
                        new DeploymentOptions().setInstances(loops))
                .map(deployed -> opened)
                .recover(e -> Future.failedFuture(explained(setting, host, port, e)));
    }

    /** The port's number. */
    public int number() {
        return number;
    }

    /** Accepts no connection any more, closes those that wait for a request, and lets the others finish theirs for so long. */
    public Future<Void> shutdown(Duration longest) {
        List<Future<Void>> each = new ArrayList<>();
        servers.forEach(server -> each.add(server.shutdown(longest.toMillis(), TimeUnit.MILLISECONDS)));
        return Future.join(each).mapEmpty();
    }

    private static Throwable explained(String setting, String host, int port, Throwable e) {
        if (isOfBinding(e) || isOfBinding(e.getCause())) {
            return new IllegalArgumentException(setting + ": port " + port + " on " + host
                    + " is taken or not ours to open; stop what listens there or choose another");
        }
        return e;
    }

    /** The native transport has an exception of its own for it, which only its text tells from others. */
    private static boolean isOfBinding(@Nullable Throwable e) {
        return e instanceof BindException
                || (e instanceof IOException && String.valueOf(e.getMessage()).startsWith("bind("));
    }

    /** One event loop's share of the port. */
    private static final class Loop extends VerticleBase {

        private final HttpServerOptions options;
        private final String host;
        private final int port;
        private final Handler<HttpServerRequest> handler;
        private final HttpPort opened;

        Loop(HttpServerOptions options, String host, int port, Handler<HttpServerRequest> handler, HttpPort opened) {
            this.options = options;
            this.host = host;
            this.port = port;
            this.handler = handler;
            this.opened = opened;
        }

        @Override
        public Future<?> start() {
            HttpServer server = vertx.createHttpServer(options)
                    .connectionHandler(new HeaderTime(vertx))
                    .requestHandler(handler);
            opened.servers.add(server);
            return server.listen(port, host).onSuccess(open -> opened.number = open.actualPort());
        }
    }
}
