package dev.sluice.shop.crowd;

import dev.sluice.shop.run.ChildProcess;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shoppers as a process. Each order is sent once: a shopper who gets an error, or no answer, has had a failed order, and
 * nobody tries again to make the figures look better. Orders that never reached the front are told to it later, so that the
 * score misses none. Confined to one event loop.
 */
public final class Shoppers {
    private static final Logger LOG = LoggerFactory.getLogger("shoppers");
    private static final int ANSWER_WITHIN_MILLIS = 5_000;
    private static final int TELL_EVERY_MILLIS = 1_000;
    private static final int MOST_CONNECTIONS = 128;

    private final Vertx vertx;
    private final HttpClient client;
    private final LongSupplier nanos;
    private final int frontPort;
    private final String controlToken;
    private final Crowd crowd = new Crowd();
    private final ArrivalSchedule schedule;
    private final long startNanos;
    private int unanswered;

    private Shoppers(Vertx vertx, LongSupplier nanos, int frontPort, int perSecond, String controlToken) {
        this.vertx = vertx;
        this.nanos = nanos;
        this.frontPort = frontPort;
        this.controlToken = controlToken;
        this.schedule = new ArrivalSchedule(perSecond, perSecond);
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(frontPort)
                        .setConnectTimeout(1_000)
                        .setKeepAliveTimeout(20),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.startNanos = nanos.getAsLong();
    }

    /** Runs the shoppers as a process of their own. */
    public static void main(String[] args) {
        ChildProcess self = ChildProcess.fromEnvironment();
        Vertx vertx = ChildProcess.oneLoop();
        Shoppers shoppers = new Shoppers(
                vertx,
                System::nanoTime,
                self.number("SHOP_FRONT_PORT", 7790),
                self.number("SHOP_SHOPPERS", 40),
                self.required("SHOP_CONTROL_TOKEN"));
        vertx.runOnContext(nothing -> {
            vertx.setPeriodic(TELL_EVERY_MILLIS, timer -> shoppers.tell());
            shoppers.awaitNext();
        });
        LOG.info("{} shoppers come to port {}", Crowd.SIZE, shoppers.frontPort);
    }

    private void awaitNext() {
        long due = startNanos + schedule.nextDueNanos();
        long waitMillis = (due - nanos.getAsLong() + 500_000) / 1_000_000;
        if (waitMillis <= 0) {
            vertx.runOnContext(nothing -> arrive());
        } else {
            vertx.setTimer(waitMillis, timer -> arrive());
        }
    }

    private void arrive() {
        Shopper shopper = crowd.next();
        String order = crowd.basketOf(shopper).toJson();
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setURI("/orders")
                        .setTimeout(ANSWER_WITHIN_MILLIS)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("X-Forwarded-For", shopper.address()))
                .compose(request -> request.send(Buffer.buffer(order)))
                .compose(response -> response.body())
                .onFailure(why -> unanswered++);
        awaitNext();
    }

    private void tell() {
        if (unanswered == 0) {
            return;
        }
        int told = unanswered;
        unanswered = 0;
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setURI("/control/unanswered")
                        .setTimeout(ANSWER_WITHIN_MILLIS)
                        .putHeader("Shop-Control", controlToken))
                .compose(request ->
                        request.send(new JsonObject().put("orders", told).toBuffer()))
                .onFailure(why -> unanswered += told);
    }
}
