package dev.sluice.server.store.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Hosts of a test: network namespaces on one bridge, which this process reaches too. Hosts can be cut off from each other without
 * anybody being told. Needs root; the test is skipped where that can't be had.
 */
final class Hosts implements AutoCloseable {

    private final String name;
    private final String net;
    private final int count;

    private Hosts(String name, String net, int count) {
        this.name = name;
        this.net = net;
        this.count = count;
    }

    static Hosts of(int count) {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/sbin/nft")),
                "needs root, ip and nft");
        long pid = ProcessHandle.current().pid();
        var hosts = new Hosts("sl" + Long.toString(pid % 46_656, 36), "10.231." + pid % 250, count);
        try {
            hosts.make();
            return hosts;
        } catch (IOException e) {
            hosts.close();
            Assumptions.abort("no network of its own: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    private void make() throws IOException {
        ip("link", "add", name, "type", "bridge");
        ip("addr", "add", net + ".254/24", "dev", name);
        ip("link", "set", name, "up");
        for (int i = 0; i < count; i++) {
            String host = name + "-" + i;
            ip("netns", "add", host);
            ip("link", "add", host, "type", "veth", "peer", "name", "eth0", "netns", host);
            ip("link", "set", host, "master", name, "up");
            ip("-n", host, "addr", "add", address(i) + "/24", "dev", "eth0");
            ip("-n", host, "link", "set", "eth0", "up");
            ip("-n", host, "link", "set", "lo", "up");
        }
    }

    String address(int host) {
        return net + "." + (host + 1);
    }

    /** This process, as hosts see it. */
    String own() {
        return net + ".254";
    }

    /** What runs a program on a host. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", name + "-" + host);
    }

    /** Drops everything between a host and others, both ways, in silence. */
    void cut(int host, List<String> others) {
        String set = "{ " + String.join(", ", others) + " }";
        try {
            nft(host, "add table ip cut");
            nft(host, "add chain ip cut in { type filter hook input priority 0 ; }");
            nft(host, "add chain ip cut out { type filter hook output priority 0 ; }");
            nft(host, "add rule ip cut in ip saddr " + set + " drop");
            nft(host, "add rule ip cut out ip daddr " + set + " drop");
        } catch (IOException e) {
            throw new IllegalStateException("the hosts can't be cut apart", e);
        }
    }

    void heal(int host) {
        try {
            nft(host, "delete table ip cut");
        } catch (IOException e) {
            throw new IllegalStateException("the hosts can't be joined again", e);
        }
    }

    private void nft(int host, String rule) throws IOException {
        List<String> command = new ArrayList<>(on(host));
        command.addAll(List.of("nft", rule));
        run(command);
    }

    private static void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.trim());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            quietly("netns", "del", name + "-" + i);
        }
        quietly("link", "del", name);
    }

    private static void quietly(String... words) {
        try {
            ip(words);
        } catch (IOException neverMade) {
            // nothing to take away
        }
    }
}
