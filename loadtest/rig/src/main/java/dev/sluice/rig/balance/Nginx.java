package dev.sluice.rig.balance;

import dev.sluice.rig.Ports;
import dev.sluice.rig.Repository;
import dev.sluice.rig.fault.Signals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** nginx with {@code docs/proxies/nginx.conf}: the same file, with other addresses, inside of the least frame that it needs. */
public final class Nginx implements Balancer {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final int STOP_SECONDS = 5;
    private static final String NOT_CONNECTED = "-";
    private static final String SITE = "sluice.conf";
    private static final String ACCESS = "access.log";
    private static final int NOBODY = -1;

    private final Process process;
    private final Path folder;
    private final List<Member> members;
    private final List<String> more;
    private final int port;

    private Nginx(Process process, Path folder, List<Member> members, List<String> more, int port) {
        this.process = process;
        this.folder = folder;
        this.members = List.copyOf(members);
        this.more = List.copyOf(more);
        this.port = port;
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
        Files.writeString(folder.resolve(SITE), site(members, NOBODY, port, List.of(more)));
        Path config = Files.writeString(folder.resolve("nginx.conf"), frame(folder));
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
        return new Nginx(process, folder, members, List.of(more), port);
    }

    private static String site(List<Member> members, int down, int port, List<String> more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/proxies/nginx.conf"))) {
            String bare = line.strip();
            if (bare.startsWith("listen ")) {
                lines.add("    listen 127.0.0.1:" + port + ";");
            } else if (bare.startsWith("server 10.0.0.1:")) {
                String options = bare.substring(bare.indexOf(' ', "server ".length()));
                for (int i = 0; i < members.size(); i++) {
                    lines.add("    server 127.0.0.1:" + members.get(i).port() + (i == down ? " down;" : options));
                }
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

    private static String frame(Path folder) {
        return String.join(
                "\n",
                "daemon off;",
                System.getProperty("user.name").equals("root") ? "user root;" : "",
                "pid " + folder.resolve("nginx.pid") + ";",
                "worker_processes 2;",
                "events { worker_connections 4096; }",
                "http {",
                "  log_format attempts '$status|$upstream_addr|$upstream_connect_time|$request_method $uri';",
                "  access_log " + folder.resolve(ACCESS) + " attempts;",
                "  client_body_temp_path " + folder.resolve("body") + ";",
                "  proxy_temp_path " + folder.resolve("proxy") + ";",
                "  fastcgi_temp_path " + folder.resolve("fastcgi") + ";",
                "  uwsgi_temp_path " + folder.resolve("uwsgi") + ";",
                "  scgi_temp_path " + folder.resolve("scgi") + ";",
                "  include " + folder.resolve(SITE) + ";",
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
        List<String> afterSending = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(ACCESS))) {
            String[] connected = line.split("\\|")[2].split(", ");
            for (int attempt = 0; attempt < connected.length - 1; attempt++) {
                if (connected[attempt].equals(NOT_CONNECTED)) {
                    afterConnectFailure++;
                } else {
                    afterSending.add(line);
                }
            }
        }
        return new Retries(afterConnectFailure, afterSending);
    }

    /** Takes the node out of rotation: it does not ask nodes whether they are ready. */
    @Override
    public void beforeStop(int member) throws IOException {
        reload(member);
    }

    @Override
    public void afterStart(int member) throws IOException {
        reload(NOBODY);
    }

    /** Returns when only workers with the new configuration take connections; the old ones keep the streams that they have. */
    private void reload(int down) throws IOException {
        Set<Long> old = workers();
        Files.writeString(folder.resolve(SITE), site(members, down, port, more));
        Signals.reload(process.pid());
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (old.containsAll(workers())
                || workers().stream().anyMatch(worker -> old.contains(worker) && !isShuttingDown(worker))) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("nginx did not read its configuration again within " + START_LIMIT
                        + ":\n" + Files.readString(folder.resolve("error.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private Set<Long> workers() {
        return process.children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static boolean isShuttingDown(long worker) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(worker), "cmdline"))
                    .contains("shutting down");
        } catch (IOException gone) {
            return true;
        }
    }

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
