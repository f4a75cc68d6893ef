package dev.sluice.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis behind TLS, with a certificate for the name {@code localhost}. */
final class TlsTest {

    private static final String PASSWORD = "of-the-test";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Opened opened = new Opened();
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger shaken = new AtomicInteger();
    private RedisProcess redis;
    private SSLServerSocket tls;
    private Path certificate;

    @BeforeEach
    void begin() throws Exception {
        redis = opened.add(RedisProcess.start(folder));
        Path store = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        certificate = folder.resolve("ca.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "redis",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        tls = opened.add(listen(store));
        threads.submit(this::accept);
    }

    @AfterEach
    void stop() {
        try {
            opened.close();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withItsAuthorityAndItsNameItIsReached() {
        try (RedisLink link = link("localhost", certificate)) {
            await().until(link::connected);

            Long there = RedisLinks.run(link, commands -> commands.exists(RedisKeys.PROJECTS));
            assertThat(there).isZero();
            assertThat(shaken.get()).isPositive();
        }
    }

    @Test
    @Proves("S27")
    void aCertificateForAnotherNameIsRefused() {
        refused(link("127.0.0.1", certificate));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        refused(link("localhost", null));
    }

    private RedisLink link(String host, Path authorities) {
        return RedisLink.to(
                "rediss://" + host + ":" + tls.getLocalPort(), authorities, WaitPolicy.MAJORITY, System::nanoTime);
    }

    private void refused(RedisLink link) {
        try (link) {
            List<Boolean> told = new CopyOnWriteArrayList<>();
            link.onConnection(told::add);

            await().atMost(Duration.ofSeconds(30)).until(() -> tried.get() > 3);

            assertThat(told).doesNotContain(true);
            assertThat(link.connected()).isFalse();
            assertThat(shaken).hasValue(0);
        }
    }

    private SSLServerSocket listen(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = tls.accept();
                tried.incrementAndGet();
                Socket server = new Socket("127.0.0.1", redis.port());
                opened.add(client);
                opened.add(server);
                threads.submit(() -> pump(client, server));
                threads.submit(() -> pump(server, client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] bytes = new byte[8_192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                shaken.incrementAndGet();
                out.write(bytes, 0, read);
                out.flush();
            }
        } catch (IOException refusedOrClosed) {
            // the handshake failed, or the test is over
        }
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
