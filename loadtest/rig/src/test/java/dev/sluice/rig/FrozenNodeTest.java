package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.rig.balance.Balancer;
import dev.sluice.rig.balance.Haproxy;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose process stands still with all its connections open, behind a real HAProxy. */
@Tag("slow")
class FrozenNodeTest {
    private static final Duration OUT_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    @Proves("F05")
    void theBalancerTakesItOutWithinTenSecondsAndAnSdkDecidesOnAndComesBack() throws Exception {
        assumeTrue(Haproxy.missing().isEmpty(), () -> Haproxy.missing().orElseThrow());
        try (ServerProcess node = ServerProcess.start(folder.resolve("node"), Demo.ADMIN, Demo.SDK_KEY, Map.of());
                Haproxy haproxy = Haproxy.start(
                        folder.resolve("haproxy"),
                        List.of(new Balancer.Member(
                                node.uri().getPort(), node.management().getPort())))) {
            haproxy.afterStart(0);
            try (FlagClient flags = Demo.client(haproxy.uri())) {
                assertThat(flags.status()).isEqualTo(ClientStatus.READY);
                boolean before = flags.isOn(Demo.FLAG, Context.of("user-42"));

                node.pause();
                try {
                    await().atMost(OUT_WITHIN).until(() -> !haproxy.isInRotation(0));
                    assertThat(flags.isOn(Demo.FLAG, Context.of("user-42"))).isEqualTo(before);
                } finally {
                    node.resume();
                }

                haproxy.afterStart(0);
                await().atMost(Duration.ofSeconds(60)).until(() -> flags.status() == ClientStatus.READY);
                assertThat(flags.state()).contains(Ends.stateOf(node));
            }
        }
    }
}
