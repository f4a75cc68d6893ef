package dev.sluice.shop.web;

import dev.sluice.shop.checkout.NewCheckout;
import dev.sluice.shop.checkout.Payment;
import dev.sluice.shop.run.ChildProcess;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shop instance as a process: reads its surroundings, opens the door, says where it is, and drains on SIGTERM.
 *
 * <p>Everything of the shop runs on one event loop, so that nothing in it needs a lock.
 */
final class ShopProgram {
    private static final Logger LOG = LoggerFactory.getLogger("shop");
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(8);

    private ShopProgram() {}

    interface BuildFactory {
        Build create(ChildProcess self, Payment payment);
    }

    static void run(BuildFactory factory) {
        ChildProcess self = ChildProcess.fromEnvironment();
        Vertx vertx = ChildProcess.oneLoop();
        Build build = factory.create(self, new Payment(vertx));
        NewCheckout checkout = build.newCheckout();
        if (checkout != null) {
            checkout.failPercent(self.number("SHOP_FAIL_PERCENT", 0));
        }
        ShopServer server = new ShopServer(vertx, self.name(), build, self.required("SHOP_CONTROL_TOKEN"));
        Path announcement = Path.of(self.required("SHOP_ANNOUNCE"));
        self.onShutdown(
                LONGEST_DRAIN, () -> ChildProcess.onLoop(vertx, server::drain).onComplete(drained -> build.close()));
        ChildProcess.onLoop(vertx, () -> server.open(self.number("SHOP_PORT", 0)))
                .onSuccess(port -> {
                    self.announce(announcement, port);
                    LOG.info("{} (build {}) is ready on port {}", self.name(), build.number(), port);
                })
                .onFailure(why -> self.giveUp(
                        "the shop could not open its port " + self.number("SHOP_PORT", 0) + ": " + why.getMessage()));
    }
}
