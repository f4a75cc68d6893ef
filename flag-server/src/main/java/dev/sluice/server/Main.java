package dev.sluice.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The command line: {@code flag-server serve}. */
@CommandLine.Command(
        name = "flag-server",
        description = "Sluice: feature flags and traffic splitting, self-hosted.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.ManifestVersion.class,
        subcommands = Main.Serve.class)
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final long LONGEST_UNDOING_SECONDS = 10;

    private Main() {}

    /** Runs a command and exits with its code: 0 well, 1 failed, 2 wrongly called or configured. */
    public static void main(String[] arguments) {
        int code = new CommandLine(new Main()).execute(arguments);
        System.exit(code);
    }

    /** Starts a node and keeps it running until it is told to stop. */
    @CommandLine.Command(name = "serve", description = "Run a flag server.", mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {

        @CommandLine.Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Settings, one NAME=value a line; the environment wins.")
        private @Nullable Path config;

        @CommandLine.Option(names = "--print-config", description = "Show the settings, without secrets, and exit.")
        private boolean printConfig;

        @Override
        public Integer call() {
            var ending = new Ending(Thread.currentThread());
            try {
                ServerConfig settings = ServerConfig.of(config, System.getenv());
                if (printConfig) {
                    System.out.print(settings);
                    return CommandLine.ExitCode.OK;
                }
                Runtime.getRuntime().addShutdownHook(ending);
                ending.server = Server.start(settings);
            } catch (InterruptedException toldToStop) {
                return CommandLine.ExitCode.OK;
            } catch (IllegalArgumentException | IOException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    System.err.println(e.getMessage());
                    log.debug("the server does not start", e);
                }
                return CommandLine.ExitCode.USAGE;
            } finally {
                ending.started.countDown();
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException toldToStop) {
                log.debug("told to stop just after the start", toldToStop);
            }
            return CommandLine.ExitCode.OK;
        }

        /** Gives everything back when the process is told to stop, even while it starts: a child process may run already. */
        private static final class Ending extends Thread {

            private final Thread starter;
            private final CountDownLatch started = new CountDownLatch(1);
            private volatile @Nullable Server server;

            Ending(Thread starter) {
                super("sluice-stop");
                this.starter = starter;
            }

            @Override
            public void run() {
                if (started.getCount() > 0) {
                    starter.interrupt();
                }
                try {
                    if (!started.await(LONGEST_UNDOING_SECONDS, TimeUnit.SECONDS)) {
                        log.warn("the server could not undo its start in time");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                Server running = server;
                if (running != null) {
                    log.info("stopping");
                    running.close();
                }
            }
        }
    }

    /** Tells the version of the jar. */
    static final class ManifestVersion implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"flag-server " + Version.TEXT};
        }
    }
}
