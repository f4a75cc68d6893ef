package dev.sluice.shop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.Order;
import dev.sluice.shop.checkout.Payment;
import dev.sluice.shop.run.Http;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopServerTest {
    private static final String ORDER = "{\"shopper\":\"s1\",\"lines\":[{\"article\":\"kettle\",\"quantity\":1}]}";

    private final Http http = new Http();
    private Vertx vertx;
    private ShopServer server;
    private String url;

    /** A build that sends everybody to the new checkout. */
    private static final class OnlyNew implements Build {
        private final NewCheckout checkout;

        OnlyNew(Payment payment) {
            checkout = new NewCheckout(payment);
        }

        @Override
        public int number() {
            return 2;
        }

        @Override
        public Choice choose(Order order, @Nullable String forwardedFor, String peer) {
            return new Choice(checkout, true, false, "7.r:3");
        }

        @Override
        public String flagStatus() {
            return "READY";
        }

        @Override
        public NewCheckout newCheckout() {
            return checkout;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void begin() throws Exception {
        vertx = Vertx.vertx();
        server = new ShopServer(vertx, "shop-a", new OnlyNew(new Payment(vertx)), "control");
        url = "http://127.0.0.1:" + done(server.open(0));
    }

    @AfterEach
    void end() throws Exception {
        done(vertx.close());
    }

    @Test
    void anOrderGetsAReceiptThatSaysWhichCheckoutTookIt() throws Exception {
        Http.Reply reply = http.send("POST", url + "/orders", Map.of(), ORDER);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().getString("checkout")).isEqualTo("new");
        assertThat(reply.json().getLong("totalCents")).isEqualTo(5990);
    }

    @Test
    void aDrainingShopSaysNotReadyAndStillTakesOrdersThenCloses() throws Exception {
        assertThat(http.send("GET", url + "/readyz", Map.of(), null).status()).isEqualTo(200);

        Promise<Void> noticed = Promise.promise();
        Future<Void> drained = server.drain(noticed.future());
        Http.Reply ready = http.send("GET", url + "/readyz", Map.of(), null);
        Http.Reply order = http.send("POST", url + "/orders", Map.of(), ORDER);
        Http.Reply alive = http.send("GET", url + "/livez", Map.of(), null);
        noticed.complete();
        done(drained);

        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().getString("state")).isEqualTo("DRAINING");
        assertThat(order.status()).isEqualTo(201);
        assertThat(alive.status()).isEqualTo(200);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> new Http().send("POST", url + "/orders", Map.of(), ORDER)))
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void onlyWhoHoldsTheControlTokenBreaksTheCheckout() throws Exception {
        assertThat(http.send("POST", url + "/control/break?percent=100", Map.of(), null)
                        .status())
                .isEqualTo(403);
        assertThat(http.send("POST", url + "/orders", Map.of(), ORDER).status()).isEqualTo(201);

        Map<String, String> token = Map.of("Shop-Control", "control");
        assertThat(http.send("POST", url + "/control/break?percent=101", token, null)
                        .status())
                .isEqualTo(422);
        assertThat(http.send("POST", url + "/control/break?percent=100", token, null)
                        .status())
                .isEqualTo(200);

        Http.Reply failed = http.send("POST", url + "/orders", Map.of(), ORDER);
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.json().getString("type")).isEqualTo("urn:sluice:shop:checkout-failed");
    }

    @Test
    void whatIsNoOrderIsTheShoppersFaultAndSaidInWords() throws Exception {
        Http.Reply reply = http.send("POST", url + "/orders", Map.of(), "{\"shopper\":\"s1\",\"lines\":[]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.told()).contains("lines");
        Http.Reply unknown = http.send(
                "POST", url + "/orders", Map.of(), "{\"shopper\":\"s1\",\"lines\":[{\"article\":\"yacht\"}]}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.told()).contains("yacht").contains("kettle");
    }

    @Test
    void elsewhereThereIsNothing() throws Exception {
        assertThat(http.send("GET", url + "/orders", Map.of(), null).status()).isEqualTo(404);
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
