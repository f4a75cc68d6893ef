package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ShareOfShoppersTest {
    private static final int SHOPPERS = 10_000;
    private static final double LINE = 100_000;

    @TempDir
    private Path folder;

    @Test
    void everyShopperIsDecidedAsTheOracleSaysAndRaisingThePercentageKeepsEveryoneIn() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Demo.ADMIN, Demo.SDK_KEY, Map.of());
                FlagClient flags = Demo.client(server.uri())) {
            RestClient rest = new RestClient(server.uri(), Demo.ADMIN);
            Set<String> before = Set.of();
            for (String percentage : List.of("0.001", "1", "12.5", "50", "100")) {
                Demo.setPercentage(rest, percentage);
                int thousandths = (int) Math.round(Double.parseDouble(percentage) * 1000);

                Set<String> in = new HashSet<>();
                for (int i = 0; i < SHOPPERS; i++) {
                    String shopper = "shopper-" + i;
                    boolean on = flags.isOn(Demo.FLAG, Context.of(shopper));
                    assertThat(on)
                            .as("%s at %s %%", shopper, percentage)
                            .isEqualTo(BucketOracle.isIn(Demo.FLAG, shopper, thousandths));
                    if (on) {
                        in.add(shopper);
                    }
                }

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
}
