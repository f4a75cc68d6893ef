package dev.sluice.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
                ending.listen();
                ending.server = Server.start(settings);
            } catch (InterruptedException toldToStop) {
                return CommandLine.ExitCode.OK;
            } catch (IllegalArgumentException | IOException e) {
                if (!ending.asked()) {
                    System.err.println(e.getMessage());
                    log.debug("the server does not start", e);
                }
                return ending.asked() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
            } finally {
                ending.started.countDown();
            }
            ending.awaitAndLeave();
            return CommandLine.ExitCode.OK;
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
