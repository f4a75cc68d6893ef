package dev.sluice.shop.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CheckoutTest {
    private static final Order ORDER =
            new Order("shopper-0001", List.of(new Order.Line("kettle", 2), new Order.Line("filter-papers", 1)));

    private static Vertx vertx;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close();
    }

    @Test
    void theOldCheckoutShipsEveryArticleForItself() throws Exception {
        Receipt receipt = placed(new OldCheckout(new Payment(vertx)));

        assertThat(receipt).isEqualTo(new Receipt("old", 2 * 5990 + 495 + 2 * 390, 2 * 390));
    }

    @Test
    void theNewCheckoutShipsLargeOrdersForFree() throws Exception {
        Receipt receipt = placed(new NewCheckout(new Payment(vertx)));

        assertThat(receipt).isEqualTo(new Receipt("new", 2 * 5990 + 495, 0));
    }

    @Test
    void aBrokenNewCheckoutFailsExactlyItsShare() throws Exception {
        NewCheckout checkout = new NewCheckout(new Payment(vertx));
        checkout.failPercent(20);
        int failed = 0;

        for (int i = 0; i < 50; i++) {
            try {
                placed(checkout);
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(CheckoutFailedException.class);
                failed++;
            }
        }

        assertThat(failed).isEqualTo(10);
    }

    @Test
    void aMendedCheckoutFailsNoMore() throws Exception {
        NewCheckout checkout = new NewCheckout(new Payment(vertx));
        checkout.failPercent(100);
        checkout.failPercent(0);

        assertThat(placed(checkout).checkout()).isEqualTo("new");
    }

    @Test
    void anOrderSurvivesItsJson() {
        assertThat(Order.fromJson(ORDER.toJson())).isEqualTo(ORDER);
    }

    @Test
    void whatIsNoOrderIsRefusedInWords() {
        assertThatThrownBy(() -> Order.fromJson("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Order.fromJson("{}")).hasMessageContaining("shopper");
        assertThatThrownBy(() -> Order.fromJson("{\"shopper\":\"a\",\"lines\":[]}"))
                .hasMessageContaining("lines");
        assertThatThrownBy(() -> Order.fromJson("{\"shopper\":\"a\",\"lines\":[7]}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Order.Line("kettle", 100)).hasMessageContaining("quantity: 100");
    }

    private static Receipt placed(Checkout checkout) throws Exception {
        return checkout.place(ORDER).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
