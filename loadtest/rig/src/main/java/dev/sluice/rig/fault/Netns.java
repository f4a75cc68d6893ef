package dev.sluice.rig.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host of its own on this machine: a network namespace, joined to ours by a pair of veth devices. Unlike a {@link FaultProxy} it can
 * lose packets: nobody answers, nothing is reset, and TCP sends again until it gives up. Needs root, {@code ip} and {@code nft}; ask
 * {@link #missing()} first. What a killed run left behind is taken away by the next one.
 */
public final class Netns implements AutoCloseable {
    private static final String PREFIX = "sluicerig";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final String ours;
    private final String subnet;

    private Netns(String name, String ours, String subnet) {
        this.name = name;
        this.ours = ours;
        this.subnet = subnet;
    }

    /** Why there can be none here, in one sentence; empty when there can. */
    public static Optional<String> missing() {
        if (!Commands.tried("id", "-u").text().equals("0")) {
            return Optional.of("network namespaces need root");
        }
        for (String program : List.of("ip", "nft")) {
            if (Commands.tried(program, "-V").code() == 127) {
                return Optional.of(program + " is missing (Debian: apt-get install "
                        + (program.equals("ip") ? "iproute2)" : "nftables)"));
            }
        }
        Commands.Result made = Commands.tried("unshare", "-n", "true");
        return made.code() == 0
                ? Optional.empty()
                : Optional.of("this kernel gives no network namespaces: " + made.text());
    }

    /** A new one that is reached without loss. */
    public static Netns make() {
        clean();
        int number = COUNT.incrementAndGet();
        long pid = ProcessHandle.current().pid();
        String name = PREFIX + pid + "n" + number;
        String ours = "slr" + (pid % 100_000) + "n" + number;
        for (int octet = (int) (pid % 200); ; octet++) {
            String subnet = "10.213." + octet % 256 + ".";
            if (!Commands.run("ip", "-4", "-o", "addr").contains(subnet)) {
                Netns made = new Netns(name, ours, subnet);
                made.build();
                return made;
            }
        }
    }

    /** The address of what runs in here, as we see it. */
    public String address() {
        return subnet + "2";
    }

    /** Our address, as it is seen from in here. */
    public String ourAddress() {
        return subnet + "1";
    }

    /** A command that runs {@code command} in here. */
    public List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return all;
    }

    /** From now on every packet, in or out, is lost without a word. */
    public void cut() {
        within("nft", "add", "table", "inet", "rig");
        for (String hook : List.of("input", "output")) {
            within(
                    "nft",
                    "add",
                    "chain",
                    "inet",
                    "rig",
                    hook,
                    "{ type filter hook " + hook + " priority 0; policy drop; }");
        }
        within("nft", "add", "rule", "inet", "rig", "input", "iif", "lo", "accept");
        within("nft", "add", "rule", "inet", "rig", "output", "oif", "lo", "accept");
    }

    /** From now on packets pass again. */
    public void heal() {
        Commands.tried("ip", "netns", "exec", name, "nft", "delete", "table", "inet", "rig");
    }

    /** Takes it away, with what still runs in it. */
    @Override
    public void close() {
        remove(name);
    }

    private void build() {
        Commands.run("ip", "netns", "add", name);
        Commands.run("ip", "link", "add", ours, "type", "veth", "peer", "name", "eth0", "netns", name);
        Commands.run("ip", "addr", "add", ourAddress() + "/24", "dev", ours);
        Commands.run("ip", "link", "set", ours, "up");
        within("ip", "addr", "add", address() + "/24", "dev", "eth0");
        within("ip", "link", "set", "eth0", "up");
        within("ip", "link", "set", "lo", "up");
    }

    private void within(String... command) {
        Commands.run(inside(List.of(command)).toArray(String[]::new));
    }

    /** Namespaces whose rig is gone. */
    private static void clean() {
        Commands.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.matches(PREFIX + "\\d+n\\d+"))
                .filter(name -> ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length(), name.lastIndexOf('n'))))
                        .isEmpty())
                .forEach(Netns::remove);
    }

    private static void remove(String name) {
        Commands.tried("ip", "netns", "pids", name)
                .text()
                .lines()
                .filter(pid -> pid.matches("\\d+"))
                .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        Commands.tried("ip", "netns", "delete", name);
    }
}
