package dev.sluice.shop.front;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Revision;
import dev.sluice.shop.crowd.Country;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each order to a ready shop, once. An order that fails there has failed: trying the next instance would hide exactly
 * what this demo wants to show, and an order is not safe to send twice. Confined to one event loop.
 */
final class Front {
    private static final int ANSWER_WITHIN_MILLIS = 2_000;
    private static final int READY_WITHIN_MILLIS = 500;
    private static final int MOST_CONNECTIONS_PER_SHOP = 64;

    private final HttpClient client;
    private final Rotation rotation;
    private final ScoreKeeper keeper;

    Front(Vertx vertx, Rotation rotation, ScoreKeeper keeper) {
        this.rotation = rotation;
        this.keeper = keeper;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setConnectTimeout(500)
                        .setKeepAliveTimeout(20),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS_PER_SHOP));
    }

    /** Asks every known instance whether it is ready; done when each has answered or is lost. */
    Future<Void> askAll() {
        List<Future<Void>> asked = new ArrayList<>();
        for (Rotation.Instance instance : rotation.all()) {
            asked.add(ask(instance));
        }
        return Future.join(asked).mapEmpty();
    }

    private Future<Void> ask(Rotation.Instance instance) {
        int port = instance.port();
        return client.request(
                        new RequestOptions().setPort(port).setURI("/readyz").setTimeout(READY_WITHIN_MILLIS))
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> {
                    if (instance.port() == port) {
                        rotation.answered(instance, response.statusCode(), body.toJsonObject());
                    }
                    return response;
                }))
                .onFailure(why -> {
                    if (instance.port() == port) {
                        rotation.lost(instance);
                    }
                })
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Takes one order from a shopper to a shop and its answer back. */
    void order(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        String forwardedFor = request.getHeader("X-Forwarded-For");
        Country country = countryOf(forwardedFor == null ? peer : forwardedFor);
        request.body().onSuccess(body -> {
            String shopper = shopperOf(body);
            if (shopper == null) {
                problem(request.response(), 422, "bad-order", "the order is not readable as JSON with a shopper");
                return;
            }
            forward(shopper, body, forwardedFor == null ? peer : forwardedFor + ", " + peer, country)
                    .onSuccess(answer -> answer.to(request.response()))
                    .onFailure(why -> {
                        keeper.record(Served.nowhere(country));
                        problem(request.response(), 503, "unavailable", "no shop took the order");
                    });
        });
    }

    private record Answer(int status, @Nullable String contentType, Buffer body) {
        void to(HttpServerResponse response) {
            response.setStatusCode(status);
            if (contentType != null) {
                response.putHeader("Content-Type", contentType);
            }
            response.end(body);
        }
    }

    private Future<Answer> forward(String shopper, Buffer order, String forwardedFor, @Nullable Country country) {
        Rotation.Instance instance = rotation.next();
        if (instance == null) {
            return Future.failedFuture(new IllegalStateException("no shop is ready"));
        }
        int port = instance.port();
        instance.counted();
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setPort(port)
                        .setURI("/orders")
                        .setTimeout(ANSWER_WITHIN_MILLIS)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("X-Forwarded-For", forwardedFor))
                .compose(request -> request.send(order))
                .compose(response -> response.body().map(body -> {
                    keeper.record(served(shopper, country, response));
                    return new Answer(response.statusCode(), response.getHeader("Content-Type"), body);
                }))
                .onFailure(why -> {
                    if (instance.port() == port) {
                        rotation.lost(instance);
                    }
                });
    }

    private static Served served(String shopper, @Nullable Country country, HttpClientResponse response) {
        String checkout = response.getHeader("Shop-Checkout");
        String decision = response.getHeader("Shop-Decision");
        return new Served(
                shopper,
                country,
                response.statusCode() == 201,
                checkout == null ? null : checkout.equals("new"),
                decision != null,
                "failed".equals(decision),
                revision(response.getHeader("Shop-Revision")));
    }

    private static @Nullable Revision revision(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        return new Revision(Epoch.parse(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    /** The front's own peer is the shoppers' process, so the last address of the header is the shopper's. */
    private static @Nullable Country countryOf(String forwardedFor) {
        try {
            return Country.of(
                    forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String shopperOf(Buffer order) {
        try {
            return order.toJsonObject().getString("shopper");
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
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
