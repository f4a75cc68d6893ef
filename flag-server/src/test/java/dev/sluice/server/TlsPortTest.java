package dev.sluice.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public port with TLS: versions, and what a hostile HTTP/2 client comes to. */
final class TlsPortTest {

    private static final String PASSWORD = "of-a-test";
    private static final long MOST_GROWTH = 32L * 1024 * 1024;
    private static final int ALERT = 21;
    private static final int PROTOCOL_VERSION = 70;
    private static final int FRAME_HEADERS = 1;
    private static final int FRAME_RESET = 3;
    private static final int FRAME_SETTINGS = 4;
    private static final int FRAME_GOAWAY = 7;
    private static final int END_OF_HEADERS = 4;
    private static final int END_OF_STREAM_AND_HEADERS = 5;
    private static final int WITH_PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;

    @TempDir
    private Path folder;

    private OneServer server;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "sluice",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("sluice", PASSWORD.toCharArray());
        Certificate certificate = keys.getCertificate("sluice");
        server = OneServer.start(
                folder.resolve("data"),
                Map.of(
                        "SLUICE_TLS_KEY", pem("PRIVATE KEY", key.getEncoded()),
                        "SLUICE_TLS_CERT", pem("CERTIFICATE", certificate.getEncoded())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("S28")
    void tlsIsOfVersion12Or13() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = connect("localhost", "http/1.1", version)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        }
        for (int minor = 1; minor <= 2; minor++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(clientHello(minor));
                byte[] answer = socket.getInputStream().readNBytes(7);
                assertThat(answer[0])
                        .as("TLS 1.%s is answered by an alert", minor - 1)
                        .isEqualTo((byte) ALERT);
                assertThat(answer[6]).isEqualTo((byte) PROTOCOL_VERSION);
            }
        }
    }

    @Test
    @Proves("S28")
    void whoeverBeginsAndResetsStreamsForEverIsCutOffAndTheHeapStaysFlat() throws Exception {
        long before = used();
        for (int attack = 0; attack < 10; attack++) {
            try (SSLSocket socket = connect("localhost", "h2", "TLSv1.3")) {
                OutputStream out = socket.getOutputStream();
                out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
                frame(out, FRAME_SETTINGS, 0, 0, new byte[0]);

                assertThat(resetsUntilCut(out)).isLessThan(50_000);
            }
        }
        assertThat(used() - before).isLessThan(MOST_GROWTH);
        assertThat(server.port()).isPositive();
    }

    @Test
    @Proves("S28")
    void aListOfHeadersThatIsTooLargeEndsTheStreamOrTheConnection() throws Exception {
        try (SSLSocket socket = connect("localhost", "h2", "TLSv1.3")) {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            frame(out, FRAME_SETTINGS, 0, 0, new byte[0]);
            ByteArrayOutputStream headers = request();
            for (int i = 0; i < 15; i++) {
                literal(headers, "x-" + i, "y".repeat(120).repeat(8));
            }
            frame(out, FRAME_HEADERS, END_OF_STREAM_AND_HEADERS, 1, headers.toByteArray());
            out.flush();

            assertThat(firstFrame(socket.getInputStream(), FRAME_RESET, FRAME_GOAWAY, FRAME_HEADERS))
                    .satisfies(end -> assertThat(
                                    end.type() != FRAME_HEADERS || end.status().startsWith("4"))
                            .as("%s", end)
                            .isTrue());
        }
    }

    @Test
    void whoDoesNotEndItsBodyLosesItsStreamAndNotTheOthersOfItsConnection() throws Exception {
        try (SSLSocket socket = connect("localhost", "h2", "TLSv1.3")) {
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            frame(out, FRAME_SETTINGS, 0, 0, new byte[0]);
            byte[] post = request().toByteArray();
            post[0] = (byte) 0x83;
            frame(out, FRAME_HEADERS, END_OF_HEADERS, 1, post);
            out.flush();

            Frame refused = firstFrame(socket.getInputStream(), FRAME_HEADERS, FRAME_GOAWAY);
            Frame end = firstFrame(socket.getInputStream(), FRAME_RESET, FRAME_GOAWAY);
            frame(out, FRAME_HEADERS, END_OF_STREAM_AND_HEADERS, 3, request().toByteArray());
            out.flush();
            Frame next = firstFrame(socket.getInputStream(), FRAME_HEADERS, FRAME_GOAWAY);

            assertThat(refused.status()).isEqualTo("404");
            assertThat(end.type()).isEqualTo(FRAME_RESET);
            assertThat(next.status()).as("of a page of the UI, if there is one").isIn("200", "404");
        }
    }

    @Test
    @Proves("S28")
    void manyServerNamesLeaveTheHeapFlat() throws Exception {
        connect("warm-up.example", "http/1.1", "TLSv1.3").close();
        long before = used();

        for (int i = 0; i < 300; i++) {
            connect("name-" + i + "." + "x".repeat(50) + ".example", "http/1.1", "TLSv1.3")
                    .close();
        }

        assertThat(used() - before).isLessThan(MOST_GROWTH);
    }

    private SSLSocket connect(String name, String protocol, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
        return socket;
    }

    private static int resetsUntilCut(OutputStream out) throws IOException {
        byte[] request = request().toByteArray();
        byte[] cancel = {0, 0, 0, 8};
        for (int i = 0; i < 50_000; i++) {
            try {
                frame(out, FRAME_HEADERS, END_OF_STREAM_AND_HEADERS, 2 * i + 1, request);
                frame(out, FRAME_RESET, 0, 2 * i + 1, cancel);
            } catch (SocketException cut) {
                return i;
            }
        }
        return 50_000;
    }

    /** GET /nowhere, in the shortest form. */
    private static ByteArrayOutputStream request() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(new byte[] {(byte) 0x82, (byte) 0x87});
        block.write(4);
        text(block, "/nowhere");
        block.write(1);
        text(block, "localhost");
        return block;
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) throws IOException {
        block.write(0);
        text(block, name);
        int length = value.length();
        block.write(127);
        int rest = length - 127;
        while (rest >= 128) {
            block.write(rest % 128 + 128);
            rest /= 128;
        }
        block.write(rest);
        block.write(value.getBytes(US_ASCII));
    }

    private static void text(ByteArrayOutputStream block, String text) throws IOException {
        block.write(text.length());
        block.write(text.getBytes(US_ASCII));
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[5] = (byte) (stream >> 24);
        frame[6] = (byte) (stream >> 16);
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        out.write(frame);
    }

    private record Frame(int type, String status) {}

    private static Frame firstFrame(InputStream in, int... types) throws IOException {
        DataInputStream data = new DataInputStream(in);
        while (true) {
            int length = data.readUnsignedShort() << 8 | data.readUnsignedByte();
            int type = data.readUnsignedByte();
            int flags = data.readUnsignedByte();
            data.readInt();
            int priority = type == FRAME_HEADERS && (flags & WITH_PRIORITY) != 0 ? PRIORITY_BYTES : 0;
            data.skipNBytes(priority);
            byte[] payload = data.readNBytes(length - priority);
            for (int wanted : types) {
                if (type == wanted) {
                    return new Frame(type, type == FRAME_HEADERS ? status(payload) : "");
                }
            }
        }
    }

    /** Of the header block of an answer: indexed, or a literal under the name of :status. */
    private static String status(byte[] block) {
        return switch (block[0] & 0xff) {
            case 0x88 -> "200";
            case 0x8c -> "400";
            case 0x8d -> "404";
            default -> new String(block, 2, Math.min(3, block.length - 2), US_ASCII);
        };
    }

    /** The first record of a client that knows nothing newer than this. */
    private static byte[] clientHello(int minor) {
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = 1;
        hello[4] = (byte) (hello.length - 5);
        hello[5] = 1;
        hello[8] = (byte) (hello.length - 9);
        hello[9] = 3;
        hello[10] = (byte) minor;
        hello[45] = 2;
        hello[46] = (byte) 0xc0;
        hello[47] = 9;
        hello[48] = 1;
        return hello;
    }

    private String pem(String what, byte[] bytes) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
        return Files.writeString(folder.resolve(what.replace(' ', '-') + ".pem"), text)
                .toString();
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Believes anybody: whom a client believes is not what is tested here. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
