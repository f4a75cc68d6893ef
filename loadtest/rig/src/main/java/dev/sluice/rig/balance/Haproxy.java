package dev.sluice.rig.balance;

import dev.sluice.rig.Ports;
import dev.sluice.rig.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HAProxy with {@code docs/proxies/haproxy.cfg}: the same file, with other addresses. */
public final class Haproxy implements Balancer {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration ROTATION_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final int statistics;

    private Haproxy(Process process, int port, int statistics) {
        this.process = process;
        this.port = port;
        this.statistics = statistics;
    }

    /** Why there can be none here, in one sentence; empty when there can. */
    public static Optional<String> missing() {
        return Programs.missing("haproxy");
    }

    /** Starts one, with its files in {@code folder}; returns when it listens. */
    public static Haproxy start(Path folder, List<Member> members) throws IOException {
        Files.createDirectories(folder);
        int port = Ports.free();
        int statistics = Ports.free();
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), config(members, port, statistics));
        Path log = folder.resolve("haproxy.log");
        Process process = new ProcessBuilder(
                        Programs.find("haproxy").orElseThrow().toString(), "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Ports.awaitListening(process, "127.0.0.1", port, START_LIMIT, log);
        return new Haproxy(process, port, statistics);
    }

    private static String config(List<Member> members, int port, int statistics) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/proxies/haproxy.cfg"))) {
            if (line.strip().startsWith("bind ")) {
                lines.add("    bind 127.0.0.1:" + port);
            } else if (!line.strip().startsWith("server ")) {
                lines.add(line);
            }
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            lines.add(
                    "    server " + name(i) + " 127.0.0.1:" + member.port() + " check port " + member.managementPort());
        }
        lines.add("frontend statistics");
        lines.add("    bind 127.0.0.1:" + statistics);
        lines.add("    stats enable");
        lines.add("    stats uri /");
        return String.join("\n", lines) + "\n";
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Retries retries() throws IOException {
        Map<String, Map<String, String>> table = statistics();
        return new Retries(
                Long.parseLong(cell(table, "BACKEND", "wretr")) + Long.parseLong(cell(table, "BACKEND", "wredis")),
                List.of());
    }

    /** Nothing: it asks each node whether it is ready. */
    @Override
    public void beforeStop(int member) {}

    @Override
    public void afterStart(int member) throws IOException {
        long until = System.nanoTime() + ROTATION_LIMIT.toNanos();
        while (!isInRotation(member)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        name(member) + " was not taken into rotation within " + ROTATION_LIMIT + ": " + statistics());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Whether requests are sent to this node. */
    public boolean isInRotation(int member) throws IOException {
        return cell(statistics(), name(member), "status").startsWith("UP");
    }

    /** Its own table, of the backend {@code nodes}: by server name, then by column. */
    private Map<String, Map<String, String>> statistics() throws IOException {
        String csv;
        try (var in =
                URI.create("http://127.0.0.1:" + statistics + "/;csv").toURL().openStream()) {
            csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> lines = csv.lines().toList();
        String[] columns = lines.get(0).replace("# ", "").split(",");
        Map<String, Map<String, String>> table = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells[0].equals("nodes")) {
                Map<String, String> row = new TreeMap<>();
                for (int i = 0; i < columns.length && i < cells.length; i++) {
                    row.put(columns[i], cells[i]);
                }
                table.put(cells[1], row);
            }
        }
        return table;
    }

    private static String cell(Map<String, Map<String, String>> table, String row, String column) {
        return table.getOrDefault(row, Map.of()).getOrDefault(column, "0");
    }

    private static String name(int member) {
        return "node-" + (member + 1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
