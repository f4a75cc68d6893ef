package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.sdk.support.OtherProcess;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody answers what the server's name means, while a stream is open. In a process of its own, whose resolver reads a pipe: a look-up
 * takes until somebody has written there.
 */
class HangingResolverTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aStreamGoesOnWhileTheResolverHangs() throws Exception {
        assertThat(run(Client.class)).isZero();
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutALookUp() throws Exception {
        assertThat(run(Proxies.class)).isZero();
    }

    private int run(Class<?> program) throws Exception {
        Path pipe = folder.resolve("hosts");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return OtherProcess.run(List.of("-Djdk.net.hosts.file=" + pipe), program, pipe.toString());
    }

    /** Another process: what nobody can take for an address, from a header that anybody may write. */
    static final class Proxies {

        private Proxies() {}

        public static void main(String[] args) {
            for (String none : new String[] {"999.1.1.1", "1.2.3.256", "01.2.3.4", "1.2.3", ".:1", "1:2", "::g", ""}) {
                assertThat(TrustedProxies.address(none)).as(none).isNull();
            }
            assertThat(TrustedProxies.address("192.0.2.255")).isNotNull();
            assertThat(TrustedProxies.address("2001:db8::192.0.2.1")).isNotNull();
        }
    }

    /** The other process: a client, its server, and a resolver that stops answering once the stream is asked for. */
    static final class Client {

        private static final CountDownLatch HANGING = new CountDownLatch(1);
        private static final CountDownLatch ANSWERING = new CountDownLatch(1);

        private static volatile boolean answers = true;

        private Client() {}

        public static void main(String[] args) throws Exception {
            Security.setProperty("networkaddress.cache.ttl", "0");
            Thread resolver = new Thread(() -> resolve(Path.of(args[0])), "resolver");
            resolver.setDaemon(true);
            resolver.start();
            World world = new World();
            world.set(World.bool("new-checkout", true));
            StubServer.Behaviour usual = Clients.behaviour(world);
            StubServer server = new StubServer((call, reply) -> {
                answers &= !call.path().equals("/sdk/v1/stream");
                usual.answer(call, reply);
            });
            FlagClient flags = Clients.open(URI.create("http://flags.test:" + server.port()));
            flags.whenSettled().get(LONG.toSeconds(), TimeUnit.SECONDS);
            if (!HANGING.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody looked the name up for the acknowledgement");
            }

            server.firstStream().event("delta", World.encoded(world.set(World.bool("new-checkout", false))));

            await().atMost(LONG).until(() -> !flags.isOn("new-checkout", Context.of("user-42")));
            assertThat(server.calls("/sdk/v1/ack")).isEmpty();
            ANSWERING.countDown();
            await().atMost(LONG).until(() -> !server.calls("/sdk/v1/ack").isEmpty());
            flags.close();
            server.close();
        }

        /** A look-up has the pipe open to read, and reads for as long as it is open to write. */
        private static void resolve(Path pipe) {
            while (true) {
                try (OutputStream reader = Files.newOutputStream(pipe)) {
                    if (!answers) {
                        HANGING.countDown();
                        ANSWERING.await();
                    }
                    reader.write("127.0.0.1 flags.test\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException leftEarly) {
                    // it has read what it wanted
                } catch (InterruptedException impossible) {
                    return;
                }
            }
        }
    }
}
