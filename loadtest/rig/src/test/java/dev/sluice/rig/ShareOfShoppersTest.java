package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.rig.watch.BucketOracle;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ShareOfShoppersTest {
    private static final int SHOPPERS = 10_000;
    private static final int AT_ONCE = 100;
    private static final double LINE = 100_000;

    @TempDir
    private Path folder;

    @Test
    void everyCheckoutIsTheOneTheOracleSaysAndRaisingThePercentageKeepsEveryoneIn() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Demo.ADMIN, Demo.SDK_KEY, Map.of());
                FlagClient flags = Demo.client(server.uri());
                ShopProcess shop = ShopProcess.start(folder.resolve("shop"), server.uri(), Demo.SDK_KEY)) {
            RestClient rest = new RestClient(server.uri(), Demo.ADMIN);
            Set<String> before = Set.of();
            for (String percentage : List.of("0.001", "1", "12.5", "50", "100")) {
                Demo.setPercentage(rest, percentage, 2);
                int thousandths = (int) Math.round(Double.parseDouble(percentage) * 1000);

                Set<String> in = everyoneOrders(shop, flags, percentage, thousandths);

                double share = thousandths / LINE;
                double sigma = Math.sqrt(SHOPPERS * share * (1 - share));
                assertThat((double) in.size())
                        .as("how many are in at %s %%", percentage)
                        .isBetween(SHOPPERS * share - 4 * sigma - 1e-6, SHOPPERS * share + 4 * sigma + 1e-6);
                assertThat(in).containsAll(before);
                before = in;
            }
            assertThat(before).hasSize(SHOPPERS);
        }
    }

    /** Who came through the new checkout; each by the shop's own word, by this process' SDK, and by the oracle alike. */
    private static Set<String> everyoneOrders(ShopProcess shop, FlagClient flags, String percentage, int thousandths) {
        Set<String> in = new HashSet<>();
        for (int from = 0; from < SHOPPERS; from += AT_ONCE) {
            List<CompletableFuture<String>> orders = new ArrayList<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                orders.add(shop.order("shopper-" + i));
            }
            for (int i = from; i < from + AT_ONCE; i++) {
                String shopper = "shopper-" + i;
                boolean expected = BucketOracle.isIn(Demo.FLAG, shopper, thousandths);
                assertThat(orders.get(i - from).join())
                        .as("checkout of %s at %s %%", shopper, percentage)
                        .isEqualTo(expected ? "new" : "old");
                assertThat(flags.isOn(Demo.FLAG, Context.of(shopper)))
                        .as("decision for %s at %s %%", shopper, percentage)
                        .isEqualTo(expected);
                if (expected) {
                    in.add(shopper);
                }
            }
        }
        return in;
    }
}
