package dev.sluice.rig.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.rig.Nodes;
import dev.sluice.rig.RestClient;
import dev.sluice.rig.ServerProcess;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagClientOptions;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Real clients that decide without end before real nodes and a real Redis, which are harmed at random by a seed: first nothing is
 * harmed, to see what is healthy, then everything. A file takes a line of figures in each period; {@link SoakFile} judges it.
 */
final class Soak {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 3;
    private static final int PER_SECOND = 50_000;
    private static final String FLAGS = "projects/demo/flags/";

    /**
     * How much of it.
     *
     * @param healthy how long before the first harm
     * @param harmed how long after that
     * @param period the time between two lines
     */
    record Size(long seed, Duration healthy, Duration harmed, Duration period) {}

    private final Size size;
    private final Surroundings around;
    private final Writer file;
    private final RestClient rest;
    private final List<FlagClient> clients = new ArrayList<>();
    private volatile boolean going = true;

    private Soak(Size size, Surroundings around, Writer file) {
        this.size = size;
        this.around = around;
        this.file = file;
        this.rest = new RestClient(around.balancer(), Nodes.ADMIN);
    }

    /** {@code make soak}: minutes, seed, commit, file. Exits with 1 when the file does not pass. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofMinutes(Long.parseLong(args[0]));
        Duration healthy = time.dividedBy(6);
        Path results = Path.of(args[3]);
        Path folder = Files.createTempDirectory("soak");
        run(
                folder,
                new Size(Long.parseLong(args[1]), healthy, time.minus(healthy), Duration.ofMinutes(1)),
                args[2],
                results);
        List<String> failures = SoakFile.failures(results);
        failures.forEach(System.out::println);
        System.out.println(failures.isEmpty() ? "the soak holds: " + results : "the soak does not hold: " + results);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** Runs it; everything it starts is gone afterwards. */
    static void run(Path folder, Size size, String commit, Path results) throws IOException, InterruptedException {
        try (Surroundings around = Surroundings.start(folder.resolve("fleet"), size.seed());
                Writer file = Files.newBufferedWriter(results, StandardCharsets.UTF_8)) {
            new Soak(size, around, file).run(folder, commit);
        }
    }

    private void run(Path folder, String commit) throws IOException, InterruptedException {
        Plan plan = Plan.of(size.seed(), size.harmed(), Duration.ofSeconds(40), Surroundings.victims());
        write(JSON.createObjectNode()
                .put("commit", commit)
                .put("seed", size.seed())
                .put("healthySeconds", size.healthy().toSeconds())
                .put("harmedSeconds", size.harmed().toSeconds())
                .put("decisionsPerSecondWanted", PER_SECOND)
                .put("harms", plan.events().size())
                .put("java", System.getProperty("java.version"))
                .put("processors", Runtime.getRuntime().availableProcessors()));
        prepare();
        connect(folder);
        Shoppers shoppers = new Shoppers(size.seed());
        List<Supplier<URI>> nodes = around.nodes().all().stream()
                .<Supplier<URI>>map(node -> node::uri)
                .toList();
        Thread changes = new Thread(this::change, "changes");
        changes.setDaemon(true);
        try (Records records = new Records(nodes, Nodes.SDK_KEY);
                Judge judge = new Judge(records, shoppers);
                Deciders deciders = new Deciders(clients, shoppers, judge, PER_SECOND)) {
            changes.start();
            Thread lines = new Thread(() -> lines(deciders, judge), "lines");
            lines.start();
            Surroundings.pauseUntil(System.nanoTime() + size.healthy().toNanos());
            around.suffer(plan);
            around.nodes().all().forEach(ServerProcess::awaitStarted);
            boolean back = awaitReady(Duration.ofSeconds(150));
            going = false;
            lines.join();
            changes.join();
            deciders.close();
            judge.close();
            ObjectNode end = JSON.createObjectNode()
                    .put("end", true)
                    .put("readyAgain", back)
                    .put("decisions", deciders.decided())
                    .put("exceptions", deciders.exceptions())
                    .put("right", judge.right())
                    .put("wrong", judge.wrong())
                    .put("unjudged", judge.unjudged());
            deciders.thrown().forEach(end.withArray("thrown")::add);
            judge.mistakes().forEach(end.withArray("mistakes")::add);
            write(end);
        } finally {
            going = false;
            clients.forEach(FlagClient::close);
        }
    }

    private void prepare() throws IOException, InterruptedException {
        rest.make("projects/demo/flags", Map.of("key", "search", "type", "boolean", "description", "for a soak"));
        rule("search", "staff", "{\"when\":[{\"op\":\"inSegment\",\"values\":[\"staff\"]}],\"serve\":\"on\"}");
        rule(
                "search",
                "old",
                "{\"when\":[{\"attribute\":\"version\",\"op\":\"semverLt\",\"values\":[\"2.0.0\"]}],\"serve\":\"off\"}");
        rule(
                "search",
                "accounts",
                "{\"when\":[{\"attribute\":\"country\",\"op\":\"in\",\"values\":[\"DE\",\"FR\"]}],"
                        + "\"serve\":{\"split\":{\"by\":\"account\",\"percent\":{\"on\":30},\"rest\":\"off\"}}}");
        rule(
                "banner-text",
                "mail",
                "{\"when\":[{\"attribute\":\"email\",\"op\":\"matches\",\"values\":[\"^who[0-9]*7@\"]}],\"serve\":\"festive\"}");
        for (String flag : List.of("search", "banner-text", "free-shipping-from", "new-checkout")) {
            rest.act("POST", place(flag) + "/on", null).expectSuccess();
        }
    }

    private void rule(String flag, String id, String rule) throws IOException, InterruptedException {
        rest.act("PUT", place(flag) + "/rules/" + id, rule).expectSuccess();
    }

    private static String place(String flag) {
        return FLAGS + flag + "/environments/production";
    }

    private void connect(Path folder) throws IOException, InterruptedException {
        for (int i = 0; i < CLIENTS; i++) {
            String key = rest.act(
                            "POST",
                            "projects/demo/keys",
                            Map.of("environment", "production", "kind", "sdk", "name", "soak-" + i))
                    .expectSuccess()
                    .path("key")
                    .asText();
            clients.add(FlagClient.connectAsync(
                    FlagClientOptions.builder(around.doors().get(i), key)
                            .application("soak", "1")
                            .diskCopy(folder.resolve("copies"))
                            .build()));
        }
        if (!awaitReady(Duration.ofSeconds(30))) {
            throw new IllegalStateException("not all clients were READY within 30 s: " + clients);
        }
    }

    private boolean awaitReady(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (!clients.stream().allMatch(client -> client.status() == ClientStatus.READY)) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return true;
    }

    /** Changes something about twice a second; a change that fails has failed. */
    private void change() {
        SplittableRandom random = new SplittableRandom(size.seed());
        while (going) {
            try {
                switch (random.nextInt(5)) {
                    case 0 -> rest.call("POST", place("search") + (random.nextBoolean() ? "/on" : "/off"), null);
                    case 1 -> percentage("search", "on", random, ",\"rule\":\"accounts\"");
                    case 2 -> percentage("banner-text", "festive", random, "");
                    case 3 -> percentage("free-shipping-from", "generous", random, "");
                    default -> percentage("new-checkout", "on", random, "");
                }
            } catch (IOException away) {
                Thread.onSpinWait();
            } catch (InterruptedException ended) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(600)));
        }
    }

    private void percentage(String flag, String variation, SplittableRandom random, String more)
            throws IOException, InterruptedException {
        rest.call(
                "PUT",
                place(flag) + "/percentage",
                "{\"variation\":\"" + variation + "\",\"percentage\":" + random.nextInt(101) + more + "}");
    }

    private void lines(Deciders deciders, Judge judge) {
        long begun = System.nanoTime();
        long before = 0;
        for (int number = 1; going; number++) {
            long until = begun + size.period().toNanos() * number;
            while (going && System.nanoTime() < until) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            if (System.nanoTime() < until) {
                return;
            }
            Histogram took = deciders.took();
            long decided = deciders.decided();
            System.gc(); // what is left is what is held
            try {
                write(JSON.createObjectNode()
                        .put("line", number)
                        .put(
                                "harmed",
                                System.nanoTime() - begun
                                        > size.healthy().plus(size.period()).toNanos())
                        .put("perSecond", (decided - before) / size.period().toSeconds())
                        .put("exceptions", deciders.exceptions())
                        .put("right", judge.right())
                        .put("wrong", judge.wrong())
                        .put("unjudged", judge.unjudged())
                        .put("p50Nanos", took.getValueAtPercentile(50))
                        .put("p99Nanos", took.getValueAtPercentile(99))
                        .put("p999Nanos", took.getValueAtPercentile(99.9))
                        .put("heapKilobytes", heap())
                        .put("threads", threads())
                        .put(
                                "statuses",
                                clients.stream()
                                        .map(FlagClient::status)
                                        .toList()
                                        .toString()));
            } catch (IOException full) {
                throw new IllegalStateException("the file of the soak cannot be written", full);
            }
            before = decided;
        }
    }

    /** Those of the SDK, and of Java's HTTP client, which it uses; not the proxies', of which there is one for each connection. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sluice-") || name.startsWith("HttpClient-"))
                .count();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }

    private synchronized void write(ObjectNode line) throws IOException {
        file.write(JSON.writeValueAsString(line) + "\n");
        file.flush();
        System.out.println(line);
    }
}
