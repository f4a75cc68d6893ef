package dev.sluice.rig.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.rig.RedisProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class NetnsTest {
    @TempDir
    private Path folder;

    @Test
    void aCutLosesPacketsWithoutAWordAndHealingBringsThemBack() throws Exception {
        Optional<String> missing = Netns.missing();
        assumeTrue(missing.isEmpty(), missing::orElseThrow);

        try (Netns host = Netns.make();
                RedisProcess redis = RedisProcess.start(folder, host)) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host.address(), redis.port()), 20_000);
                socket.setSoTimeout(20_000);
                assertThat(ping(socket)).isEqualTo("+PONG");

                host.cut();
                socket.setSoTimeout(300);

                assertThatThrownBy(() -> ping(socket)).isInstanceOf(SocketTimeoutException.class);
                assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(host.address(), redis.port()), 300))
                        .isInstanceOf(SocketTimeoutException.class);

                host.heal();
                socket.setSoTimeout(20_000);

                assertThat(ping(socket)).isEqualTo("+PONG");
            }
        }
        assertThat(Commands.run("ip", "netns", "list"))
                .doesNotContain("sluicerig" + ProcessHandle.current().pid());
    }

    private static String ping(Socket socket) throws IOException {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).strip();
    }
}
