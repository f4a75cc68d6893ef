package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.proof.Proves;
import dev.sluice.rig.balance.Balancer.Member;
import dev.sluice.rig.balance.Haproxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits by address behind a real HAProxy that is trusted, asked from several addresses of this machine. */
class LimitedBehindProxyTest {

    private static final int MOST_GUESSES = 2_000;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Proves("S23")
    void whoGuessesIsLimitedByTheAddressThatTheProxySawWhateverTheyForge() throws Exception {
        assumeTrue(Haproxy.missing().isEmpty(), () -> Haproxy.missing().orElseThrow());
        Map<String, String> settings = Map.of("SLUICE_TRUSTED_PROXIES", "127.0.0.1", "SLUICE_REQUESTS_PER_SECOND", "5");
        ServerProcess server = ServerProcess.start(folder.resolve("server"), Demo.ADMIN, Demo.SDK_KEY, settings);
        try (Haproxy proxy = Haproxy.start(
                folder.resolve("proxy"),
                List.of(new Member(server.uri().getPort(), server.management().getPort())))) {
            proxy.afterStart(0);
            int status = 401;
            for (int guess = 0; status == 401 && guess < MOST_GUESSES; guess++) {
                status = ask(proxy, "127.0.0.2", "a-guess-" + guess, "10.9." + guess / 200 + "." + guess % 200);
            }

            assertThat(status).isEqualTo(429);
            assertThat(ask(proxy, "127.0.0.3", "a-guess", "127.0.0.2"))
                    .as("somebody else")
                    .isEqualTo(401);
            assertThat(ask(proxy, "127.0.0.2", Demo.ADMIN, ""))
                    .as("who has a token")
                    .isEqualTo(200);
            assertThat(snapshot(proxy)).as("an SDK there").isEqualTo(200);
        } finally {
            server.discard();
        }
    }

    private static int ask(Haproxy proxy, String from, String token, String forged) throws IOException {
        return status(proxy, from, "/api/v1/projects", token, forged);
    }

    private static int snapshot(Haproxy proxy) throws IOException {
        return status(proxy, "127.0.0.2", "/sdk/v1/snapshot", Demo.SDK_KEY, "");
    }

    private static int status(Haproxy proxy, String from, String path, String token, String forged) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", proxy.uri().getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(20_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: sluice\r\nConnection: close\r\nAuthorization: Bearer "
                    + token + "\r\n" + (forged.isEmpty() ? "" : "X-Forwarded-For: " + forged + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring(9));
        }
    }
}
