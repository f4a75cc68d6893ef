package dev.sluice.rig.balance;

import dev.sluice.rig.Ports;
import dev.sluice.rig.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** nginx with {@code docs/proxies/nginx.conf}: the same file, with other addresses, inside of the least frame that it needs. */
public final class Nginx implements Balancer {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final int STOP_SECONDS = 5;
    private static final String NOT_CONNECTED = "-";

    private final Process process;
    private final int port;
    private final Path access;

    private Nginx(Process process, int port, Path access) {
        this.process = process;
        this.port = port;
        this.access = access;
    }

    /** Why there can be none here, in one sentence; empty when there can. */
    public static Optional<String> missing() {
        return Programs.missing("nginx");
    }

    /**
     * Starts one, with its files in {@code folder}; returns when it listens.
     *
     * @param more further lines for its {@code location}, to try what somebody else may have configured; may be empty
     */
    public static Nginx start(Path folder, List<Member> members, String... more) throws IOException {
        Files.createDirectories(folder);
        int port = Ports.free();
        Path access = folder.resolve("access.log");
        Files.writeString(folder.resolve("sluice.conf"), site(members, port, List.of(more)));
        Path config = Files.writeString(folder.resolve("nginx.conf"), frame(folder, access));
        Path log = folder.resolve("nginx.log");
        Process process = new ProcessBuilder(
                        Programs.find("nginx").orElseThrow().toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        config.toString(),
                        "-e",
                        folder.resolve("error.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Ports.awaitListening(process, "127.0.0.1", port, START_LIMIT, log);
        return new Nginx(process, port, access);
    }

    private static String site(List<Member> members, int port, List<String> more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/proxies/nginx.conf"))) {
            String bare = line.strip();
            if (bare.startsWith("listen ")) {
                lines.add("    listen 127.0.0.1:" + port + ";");
            } else if (bare.startsWith("server 10.0.0.1:")) {
                String options = bare.substring(bare.indexOf(' ', "server ".length()));
                members.forEach(member -> lines.add("    server 127.0.0.1:" + member.port() + options));
            } else if (!bare.startsWith("server 10.")) {
                lines.add(line);
                if (bare.startsWith("location ")) {
                    more.forEach(extra -> lines.add("        " + extra));
                }
            }
        }
        return String.join("\n", withoutRepeated(lines, more)) + "\n";
    }

    /** A directive of {@code more} replaces the file's own: nginx takes each only once. */
    private static List<String> withoutRepeated(List<String> lines, List<String> more) {
        List<String> names = more.stream().map(extra -> extra.split(" ")[0]).toList();
        return lines.stream()
                .filter(line -> more.contains(line.strip())
                        || names.stream().noneMatch(name -> line.strip().startsWith(name + " ")))
                .toList();
    }

    private static String frame(Path folder, Path access) {
        return String.join(
                "\n",
                "daemon off;",
                System.getProperty("user.name").equals("root") ? "user root;" : "",
                "pid " + folder.resolve("nginx.pid") + ";",
                "worker_processes 2;",
                "events { worker_connections 4096; }",
                "http {",
                "  log_format attempts '$status|$upstream_addr|$upstream_connect_time|$request_method $uri';",
                "  access_log " + access + " attempts;",
                "  client_body_temp_path " + folder.resolve("body") + ";",
                "  proxy_temp_path " + folder.resolve("proxy") + ";",
                "  fastcgi_temp_path " + folder.resolve("fastcgi") + ";",
                "  uwsgi_temp_path " + folder.resolve("uwsgi") + ";",
                "  scgi_temp_path " + folder.resolve("scgi") + ";",
                "  include " + folder.resolve("sluice.conf") + ";",
                "}",
                "");
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Retries retries() throws IOException {
        long afterConnectFailure = 0;
        long afterSending = 0;
        for (String line : Files.readAllLines(access)) {
            String[] connected = line.split("\\|")[2].split(", ");
            for (int attempt = 0; attempt < connected.length - 1; attempt++) {
                if (connected[attempt].equals(NOT_CONNECTED)) {
                    afterConnectFailure++;
                } else {
                    afterSending++;
                }
            }
        }
        return new Retries(afterConnectFailure, afterSending);
    }

    /** It does not look at nodes by itself: it sends requests to each that did not fail within the last 5 seconds. */
    @Override
    public void awaitInRotation(int member) {}

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
