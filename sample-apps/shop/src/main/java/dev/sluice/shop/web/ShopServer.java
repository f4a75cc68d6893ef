package dev.sluice.shop.web;

import dev.sluice.shop.checkout.CheckoutFailedException;
import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.Order;
import dev.sluice.shop.checkout.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP door of one shop instance.
 *
 * <p>Alive is not ready: {@code /livez} answers as soon as the process does, {@code /readyz} only between the end of the start
 * and the beginning of the drain. A drain says "not ready" first and goes on serving, so that whoever balances load has time
 * to notice; only then are the last orders finished and the door closed. That order is what makes a restart free of failed
 * orders. Confined to one event loop.
 */
final class ShopServer {
    /** How long a draining instance still takes orders: several times what the front needs to notice. */
    static final Duration NOTICE = Duration.ofMillis(700);

    private static final Logger LOG = LoggerFactory.getLogger("shop");
    private static final int LARGEST_ORDER = 64 * 1024;
    private static final long IN_FLIGHT_CHECK_MILLIS = 10;

    private final Vertx vertx;
    private final String name;
    private final Build build;
    private final String controlToken;
    private final HttpServer server;
    private State state = State.STARTING;
    private int inFlight;

    enum State {
        STARTING,
        READY,
        DRAINING
    }

    ShopServer(Vertx vertx, String name, Build build, String controlToken) {
        this.vertx = vertx;
        this.name = name;
        this.build = build;
        this.controlToken = controlToken;
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(this::handle);
    }

    /** Opens the door; the instance is ready when this is done. Answers with the port. */
    Future<Integer> open(int port) {
        return server.listen(port).map(open -> {
            state = State.READY;
            return open.actualPort();
        });
    }

    /** Says "not ready", finishes what has begun, closes the door. */
    Future<Void> drain() {
        return drain(vertx.timer(NOTICE.toMillis()));
    }

    /** The same, and still takes orders until it is {@code noticed}. */
    Future<Void> drain(Future<?> noticed) {
        state = State.DRAINING;
        LOG.info("{} drains", name);
        return noticed.compose(time -> lastOrderDone()).compose(done -> server.close());
    }

    private Future<Void> lastOrderDone() {
        Promise<Void> done = Promise.promise();
        vertx.setPeriodic(0, IN_FLIGHT_CHECK_MILLIS, timer -> {
            if (inFlight == 0) {
                vertx.cancelTimer(timer);
                done.tryComplete();
            }
        });
        return done.future();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (HttpMethod.POST.equals(request.method()) && path.equals("/orders")) {
            order(request);
        } else if (HttpMethod.GET.equals(request.method()) && path.equals("/readyz")) {
            json(request.response(), state == State.READY ? 200 : 503, status());
        } else if (HttpMethod.GET.equals(request.method()) && path.equals("/livez")) {
            json(request.response(), 200, new JsonObject().put("alive", true));
        } else if (HttpMethod.POST.equals(request.method()) && path.equals("/control/break")) {
            breakNewCheckout(request);
        } else {
            problem(request.response(), 404, "not-found", request.method() + " " + path + " is not here");
        }
    }

    private void order(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String forwardedFor = request.getHeader("X-Forwarded-For");
        String peer = request.remoteAddress().hostAddress();
        inFlight++;
        request.body()
                .compose(body -> {
                    if (body.length() > LARGEST_ORDER) {
                        throw new IllegalArgumentException(
                                "the order has " + body.length() + " bytes; at most " + LARGEST_ORDER + " are allowed");
                    }
                    Order order = Order.fromJson(body.toString(StandardCharsets.UTF_8));
                    Build.Choice choice = build.choose(order, forwardedFor, peer);
                    label(response, choice);
                    return choice.checkout().place(order);
                })
                .onComplete(placed -> {
                    inFlight--;
                    if (placed.succeeded()) {
                        json(response, 201, receipt(placed.result()));
                    } else {
                        refuse(response, placed.cause());
                    }
                });
    }

    private void label(HttpServerResponse response, Build.Choice choice) {
        response.putHeader("Shop-Instance", name);
        response.putHeader("Shop-Checkout", choice.checkout().name());
        if (choice.decided()) {
            response.putHeader("Shop-Decision", choice.decisionFailed() ? "failed" : "ok");
        }
        if (choice.revision() != null) {
            response.putHeader("Shop-Revision", choice.revision());
        }
    }

    private static void refuse(HttpServerResponse response, Throwable why) {
        if (why instanceof IllegalArgumentException) {
            problem(response, 422, "bad-order", String.valueOf(why.getMessage()));
        } else if (why instanceof CheckoutFailedException) {
            problem(response, 500, "checkout-failed", String.valueOf(why.getMessage()));
        } else {
            LOG.error("an order failed unexpectedly", why);
            problem(response, 500, "unexpected", "the order could not be placed");
        }
    }

    private void breakNewCheckout(HttpServerRequest request) {
        String token = String.valueOf(request.getHeader("Shop-Control"));
        if (!MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), controlToken.getBytes(StandardCharsets.UTF_8))) {
            problem(request.response(), 403, "control-token", "the header Shop-Control is missing or wrong");
            return;
        }
        NewCheckout checkout = build.newCheckout();
        if (checkout == null) {
            problem(request.response(), 409, "no-new-checkout", "this build has no new checkout");
            return;
        }
        try {
            checkout.failPercent(Integer.parseInt(String.valueOf(request.getParam("percent"))));
            json(request.response(), 200, status());
        } catch (IllegalArgumentException e) {
            problem(request.response(), 422, "percent", "percent: expected a whole number from 0 to 100");
        }
    }

    private JsonObject status() {
        NewCheckout checkout = build.newCheckout();
        return new JsonObject()
                .put("name", name)
                .put("state", state.name())
                .put("build", build.number())
                .put("flags", build.flagStatus())
                .put("failPercent", checkout == null ? 0 : checkout.failPercent());
    }

    private static JsonObject receipt(Receipt receipt) {
        return new JsonObject()
                .put("checkout", receipt.checkout())
                .put("totalCents", receipt.totalCents())
                .put("shippingCents", receipt.shippingCents());
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    private static void problem(HttpServerResponse response, int status, String type, String detail) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "urn:sluice:shop:" + type)
                        .put("status", status)
                        .put("detail", detail)
                        .toBuffer());
    }
}
