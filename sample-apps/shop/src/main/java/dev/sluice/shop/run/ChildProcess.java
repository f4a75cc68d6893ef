package dev.sluice.shop.run;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every program that the supervisor starts has in common: its name and surroundings, how it says where it listens, how
 * it ends. A child whose parent is gone ends too: its standard input comes from the parent and then reaches its end. Without
 * {@code SHOP_LIFELINE=stdin} (started by hand) that is not looked at.
 */
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger("child");

    private final String name;

    private ChildProcess(String name) {
        this.name = name;
    }

    /** This process, as the environment variables of the supervisor describe it. */
    public static ChildProcess fromEnvironment() {
        ChildProcess self = new ChildProcess(value("SHOP_NAME", "shop"));
        if (value("SHOP_LIFELINE", "").equals("stdin")) {
            Thread lifeline = new Thread(ChildProcess::endWithParent, "lifeline");
            lifeline.setDaemon(true);
            lifeline.start();
        }
        return self;
    }

    /** A Vert.x with exactly one event loop. */
    public static Vertx oneLoop() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
    }

    /** Runs work on the event loop, whoever calls. */
    public static <T> Future<T> onLoop(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(nothing -> work.get().onComplete(done::handle));
        return done.future();
    }

    /** The name the supervisor gave. */
    public String name() {
        return name;
    }

    /** The value of an environment variable; without one this program ends with a sentence. */
    public String required(String variable) {
        String value = value(variable, "");
        if (value.isEmpty()) {
            throw new IllegalStateException(variable + " is not set; `make run` sets it");
        }
        return value;
    }

    /** The whole number in an environment variable, or another one when it is not set. */
    public int number(String variable, int otherwise) {
        String value = value(variable, "");
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    /** Writes down where this process listens, so that others find it. */
    public void announce(Path file, int port) {
        try {
            PrivateFiles.write(
                    file,
                    new JsonObject()
                            .put("name", name)
                            .put("port", port)
                            .put("pid", ProcessHandle.current().pid())
                            .encode());
        } catch (IOException e) {
            giveUp("cannot write " + file + ": " + e.getMessage());
        }
    }

    /** Lets work be finished before this process ends, however it is asked to end, but not for longer than a limit. */
    public void onShutdown(Duration limit, Supplier<Future<?>> work) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                work.get()
                                        .toCompletionStage()
                                        .toCompletableFuture()
                                        .get(limit.toMillis(), TimeUnit.MILLISECONDS);
                            } catch (Exception e) {
                                LOG.warn("{} ends without having finished: {}", name, e.toString());
                            }
                        },
                        "shutdown"));
    }

    /** Ends this process because it cannot do its work. */
    public void giveUp(String why) {
        LOG.error("{} ends: {}", name, why);
        // Not on the caller's thread: a shutdown hook may need the event loop that calls this.
        new Thread(() -> System.exit(1), "give-up").start();
    }

    private static String value(String variable, String otherwise) {
        String value = System.getenv(variable);
        return value == null ? otherwise : value;
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent says nothing; it only has to be there.
            }
        } catch (IOException e) {
            LOG.info("the line to the parent broke: {}", e.toString());
        }
        System.exit(0);
    }
}
