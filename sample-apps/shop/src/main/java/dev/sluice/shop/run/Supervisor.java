package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The demo as a whole: the flag server (which brings its Redis), two shops, the front and the shoppers. Thread-safe.
 *
 * <p>Started in the order in which they need each other, each only when the one before is ready; what dies is started again.
 * A deploy replaces the shops in turn, and goes on to the second only when the first is back in rotation.
 */
final class Supervisor {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(40);
    private static final Duration END_WITHIN = Duration.ofSeconds(9);
    private static final Duration SHOP_BACK_WITHIN = Duration.ofSeconds(30);
    private static final long WATCH_EVERY_MILLIS = 300;

    private final Surroundings where;
    private final Secrets secrets;
    private final PrintStream out;
    private final Http http = new Http();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, daemons("supervisor"));
    private final ExecutorService acts = Executors.newCachedThreadPool(daemons("act"));
    private final Programs programs;
    private final Child server;
    private final Child front;
    private final Child shoppers;
    private final List<Child> shops = new ArrayList<>();
    private final Path buildFile;
    private final Object deploying = new Object();
    private volatile int build;
    private volatile int failPercent;
    private volatile boolean ending;
    private @Nullable ControlDoor door;

    Supervisor(Surroundings where, Secrets secrets, PrintStream out) throws IOException {
        this.where = where;
        this.secrets = secrets;
        this.out = out;
        this.programs = new Programs(where, secrets);
        this.buildFile = where.data().resolve("shop-build");
        this.build =
                Files.exists(buildFile) && Files.readString(buildFile).trim().equals("2") ? 2 : 1;
        this.server = child("server", programs::server);
        this.front = child("front", programs::front);
        this.shoppers = child("shoppers", programs::shoppers);
        int index = 0;
        for (String name : List.of("shop-a", "shop-b")) {
            int port = where.shopPorts().get(index++);
            shops.add(child(name, () -> programs.shop(name, build, port, failPercent)));
        }
    }

    /** Starts everything and says where it is; done when the first shoppers are on their way. */
    void start() throws IOException {
        long begin = System.nanoTime();
        say("starting the flag server and its Redis ...");
        server.start();
        awaitServer();
        say("starting two shops (build " + build + ") and the front ...");
        for (Child shop : shops) {
            Files.deleteIfExists(programs.announcement(shop.name()));
            shop.start();
        }
        front.start();
        for (Child shop : shops) {
            awaitShop(shop, build);
        }
        say("letting the shoppers in: " + where.shoppersPerSecond() + " a second ...");
        shoppers.start();

        TryFile tryFile = TryFile.of(where.serverPort(), secrets.adminToken());
        tryFile.write(where.tryFile());
        ControlDoor opened = openDoor();
        door = opened;
        DemoFile demo =
                new DemoFile(ProcessHandle.current().pid(), opened.open(), where.frontPort(), secrets.controlToken());
        demo.write(where.demoFile());
        FlagWatch watch = new FlagWatch(http, tryFile, demo);
        executor.scheduleWithFixedDelay(watch::look, 0, WATCH_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        sayWhere(demo, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Stops everything; nothing is left running. */
    void stop() {
        ending = true;
        say("stopping ...");
        shoppers.askToStop();
        for (Child shop : shops) {
            shop.askToStop();
        }
        shoppers.awaitEnd(END_WITHIN);
        front.askToStop();
        server.askToStop();
        for (Child each : List.of(shops.get(0), shops.get(1), front)) {
            each.awaitEnd(END_WITHIN);
        }
        int code = server.awaitEnd(END_WITHIN);
        try {
            programs.serverEnded(code);
        } catch (IOException e) {
            say("the server's classes could not be kept for its next start: " + e.getMessage());
        }
        if (door != null) {
            door.close();
        }
        executor.shutdownNow();
        acts.shutdownNow();
        for (Path file : List.of(where.demoFile(), where.tryFile())) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                say(file + " could not be deleted: " + e.getMessage());
            }
        }
        say("stopped");
    }

    private ControlDoor openDoor() throws IOException {
        ControlDoor opened = new ControlDoor(secrets.controlToken(), acts);
        opened.on("/deploy", (query, step) -> deploy(number(query, "build", 1, 2), step));
        opened.on("/break", (query, step) -> breakNewCheckout(number(query, "percent", 0, 100), step));
        return opened;
    }

    private void deploy(int newBuild, Consumer<String> step) throws IOException {
        synchronized (deploying) {
            Files.writeString(buildFile, newBuild + "\n");
            build = newBuild;
            for (Child shop : shops) {
                long begin = System.nanoTime();
                step.accept(shop.name() + " drains");
                shop.stop(END_WITHIN);
                Files.deleteIfExists(programs.announcement(shop.name()));
                shop.start();
                awaitShop(shop, newBuild);
                long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                step.accept("%s is back with build %d and takes orders (%.1f s)"
                        .formatted(shop.name(), newBuild, millis / 1000.0));
            }
            say("build " + newBuild + " of the shop is deployed");
        }
    }

    private void breakNewCheckout(int percent, Consumer<String> step) throws IOException {
        failPercent = percent;
        for (Child shop : shops) {
            JsonObject at = announcement(shop);
            Http.Reply reply = http.send(
                    "POST",
                    "http://127.0.0.1:" + at.getInteger("port", 0) + "/control/break?percent=" + percent,
                    Map.of("Shop-Control", secrets.controlToken()),
                    null);
            if (reply.status() == 409 && percent == 0) {
                continue;
            }
            if (reply.status() == 409) {
                throw new Trouble(
                        shop.name() + " runs build " + build + ", which has no new checkout: `make deploy` first.");
            }
            if (!reply.ok()) {
                throw new Trouble(shop.name() + " did not obey: " + reply.told() + ".");
            }
            step.accept(shop.name() + ": the new checkout fails " + percent + " % of its orders");
        }
        say("the new checkout fails " + percent + " % of its orders");
    }

    private void awaitServer() {
        String ready = "http://127.0.0.1:" + where.managementPort() + "/readyz";
        boolean up = Waiting.until(READY_WITHIN, LOOK_EVERY, () -> {
            if (server.deaths() > 0) {
                throw new Trouble(
                        "The flag server does not start; the end of " + server.log() + " says why:\n" + server.tail());
            }
            return answersOk(ready);
        });
        if (!up) {
            throw new Trouble("The flag server was not ready within " + READY_WITHIN.toSeconds() + " s; " + server.log()
                    + " may say why:\n" + server.tail());
        }
    }

    /** Waits until the front sends orders to a shop; what counts is what the front sees, not what the shop says. */
    private void awaitShop(Child shop, int wantedBuild) {
        int deathsBefore = shop.deaths();
        boolean back = Waiting.until(SHOP_BACK_WITHIN, LOOK_EVERY, () -> {
            if (shop.deaths() > deathsBefore + 2 || front.deaths() > 2) {
                Child dying = front.deaths() > 2 ? front : shop;
                throw new Trouble(
                        dying.name() + " does not start; the end of " + dying.log() + " says why:\n" + dying.tail());
            }
            return inRotation(shop.name(), wantedBuild);
        });
        if (!back) {
            throw new Trouble(shop.name() + " was not ready within " + SHOP_BACK_WITHIN.toSeconds() + " s; "
                    + shop.log() + " may say why:\n" + shop.tail());
        }
    }

    private boolean inRotation(String name, int wantedBuild) {
        try {
            Http.Reply reply = http.send("GET", "http://127.0.0.1:" + where.frontPort() + "/score", Map.of(), null);
            for (Object each : reply.json().getJsonArray("shops", new JsonArray())) {
                JsonObject shop = (JsonObject) each;
                if (name.equals(shop.getString("name"))) {
                    return shop.getBoolean("inRotation", false) && shop.getInteger("build", 0) == wantedBuild;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answersOk(String url) {
        try {
            return http.send("GET", url, Map.of(), null).ok();
        } catch (IOException e) {
            return false;
        }
    }

    private JsonObject announcement(Child shop) throws IOException {
        try {
            return new JsonObject(Files.readString(programs.announcement(shop.name())));
        } catch (DecodeException e) {
            throw new IOException(shop.name() + " did not say where it listens", e);
        }
    }

    private void sayWhere(DemoFile demo, Duration took) {
        out.printf("""

                Ready after %.1f s.

                  shop            %s
                  admin           %s
                                  (this link works once, for 15 minutes)

                  open a second window here:   . %s
                  then try: make story, deploy, break, kill-server, kill-redis, score

                Ctrl-C stops everything.

                """, took.toMillis() / 1000.0, demo.frontUrl(), adminLink(), where.tryFile());
        out.flush();
    }

    private String adminLink() {
        TryFile server = TryFile.of(where.serverPort(), secrets.adminToken());
        try {
            Http.Reply reply = http.send("POST", server.apiUrl() + "/session/link", server.headers(), null);
            String link = reply.json().getString("link", "");
            return link.isEmpty() ? "(no link: " + reply.told() + ")" : link;
        } catch (IOException e) {
            return "(no link: " + e.getMessage() + ")";
        }
    }

    private Child child(String name, java.util.function.Supplier<ProcessBuilder> command) {
        return new Child(name, where.data(), command, executor, this::say);
    }

    private void say(String line) {
        if (!ending || line.startsWith("stop")) {
            out.println("  " + line);
            out.flush();
        }
    }

    private static int number(@Nullable String query, String name, int least, int most) {
        String given = query == null || !query.startsWith(name + "=") ? "" : query.substring(name.length() + 1);
        if (!given.matches("[0-9]{1,3}") || Integer.parseInt(given) < least || Integer.parseInt(given) > most) {
            throw new Trouble(name + ": \"" + given + "\" is not allowed; expected " + least + " to " + most + ".");
        }
        return Integer.parseInt(given);
    }

    private static java.util.concurrent.ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
