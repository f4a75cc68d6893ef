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
import java.net.BindException;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens a port that several event loops serve: each accepts connections in turn and keeps those it accepted. */
public final class HttpPort {

    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private HttpPort() {}

    /**
     * Listens.
     *
     * @param setting the name of the setting that chose the port, for the one sentence when it is taken
     * @param port 0 = any free one
     * @param loops how many event loops
     * @return the port that is open
     */
    public static Future<Integer> open(
            Vertx vertx,
            String setting,
            HttpServerOptions options,
            String host,
            int port,
            int loops,
            Handler<HttpServerRequest> handler) {
        var bound = new AtomicInteger();
        // Vert.x gives all loops that ask for the same negative port the same free one.
        int asked = port == 0 ? FREE_PORTS.decrementAndGet() : port;
        return vertx.deployVerticle(
                        () -> (Deployable) new Loop(options, host, asked, handler, bound),
                        new DeploymentOptions().setInstances(loops))
                .map(deployed -> bound.get())
                .recover(e -> Future.failedFuture(explained(setting, host, port, e)));
    }

    private static Throwable explained(String setting, String host, int port, Throwable e) {
        if (e instanceof BindException || e.getCause() instanceof BindException) {
            return new IllegalArgumentException(setting + ": port " + port + " on " + host
                    + " is taken or not ours to open; stop what listens there or choose another");
        }
        return e;
    }

    /** One event loop's share of the port. */
    private static final class Loop extends VerticleBase {

        private final HttpServerOptions options;
        private final String host;
        private final int port;
        private final Handler<HttpServerRequest> handler;
        private final AtomicInteger bound;

        Loop(
                HttpServerOptions options,
                String host,
                int port,
                Handler<HttpServerRequest> handler,
                AtomicInteger bound) {
            this.options = options;
            this.host = host;
            this.port = port;
            this.handler = handler;
            this.bound = bound;
        }

        @Override
        public Future<?> start() {
            HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
            return server.listen(port, host).onSuccess(open -> bound.set(open.actualPort()));
        }
    }
}
