package dev.sluice.shop.web;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.StateId;
import dev.sluice.sdk.BooleanFlag;
import dev.sluice.sdk.ClientIp;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.sdk.FlagView;
import dev.sluice.sdk.TrustedProxies;
import dev.sluice.shop.checkout.Checkout;
import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.OldCheckout;
import dev.sluice.shop.checkout.Order;
import dev.sluice.shop.checkout.Payment;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shop with the new checkout in it, dark: every order asks the flag {@code new-checkout} which of the two it goes
 * through, and gets the old one when that cannot be told.
 */
public final class ShopBuild2 implements Build {
    private static final BooleanFlag NEW_CHECKOUT = BooleanFlag.of("new-checkout", false);
    private static final TrustedProxies FRONT = TrustedProxies.of(List.of("127.0.0.0/8", "::1"));

    private final OldCheckout oldCheckout;
    private final NewCheckout newCheckout;
    private final FlagClient flags;

    private ShopBuild2(Payment payment, FlagClient flags) {
        this.oldCheckout = new OldCheckout(payment);
        this.newCheckout = new NewCheckout(payment);
        this.flags = flags;
    }

    /** Runs this build as a process of its own. */
    public static void main(String[] args) {
        ShopProgram.run((self, payment) -> new ShopBuild2(
                payment,
                FlagClient.connect(FlagClientOptions.builder(
                                URI.create(self.required("SLUICE_URL")), self.required("SLUICE_SDK_KEY"))
                        .application("shop", "2")
                        .build())));
    }

    @Override
    public int number() {
        return 2;
    }

    @Override
    public Choice choose(Order order, @Nullable String forwardedFor, String peer) {
        Context shopper = Context.builder(order.shopper())
                .ip(ClientIp.of(forwardedFor, peer, FRONT))
                .build();
        FlagView view = flags.view(shopper);
        Decision decision = view.decide(NEW_CHECKOUT.key());
        Checkout checkout = decision.booleanValue(NEW_CHECKOUT.defaultValue()) ? newCheckout : oldCheckout;
        StateId state = view.state();
        return new Choice(
                checkout,
                true,
                !decision.hasValue(),
                state == null ? null : state.asRevision().toString());
    }

    @Override
    public String flagStatus() {
        return flags.status().name();
    }

    @Override
    public @Nullable NewCheckout newCheckout() {
        return newCheckout;
    }

    @Override
    public void close() {
        flags.close();
    }
}
