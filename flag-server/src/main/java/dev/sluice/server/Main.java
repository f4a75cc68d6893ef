package dev.sluice.server;

import dev.sluice.server.cli.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command line: {@code sluice serve}, {@code sluice store check}, and so on. Without a command it is {@code serve}. */
@CommandLine.Command(
        name = "sluice",
        description = "Sluice: feature flags and traffic splitting, self-hosted.",
        footer = {
            "",
            "Settings are environment variables, or lines of a file named by --config.",
            "Commands on a running server take its address from SLUICE_URL and an API token from SLUICE_TOKEN.",
            "Exit codes: 0 well, 1 failed or something is wrong, 2 wrongly called or configured; of commands on a running server",
            "2 a dry run that finds a difference, 3 done and not yet in force everywhere, 4 taken and the answer can't be read,",
            "64 wrongly called. What is read and written is UTF-8, whatever the platform's own characters are."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.ManifestVersion.class)
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs a command and exits with its code: 0 well, 1 failed, 2 wrongly called or configured. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(withCommand(arguments)));
    }

    /** All commands, with these environment variables. */
    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine all = new CommandLine(new Main())
                .addSubcommand(new Serve())
                .addSubcommand(StoreCommands.commandLine(environment))
                .addSubcommand(KeyCommands.commandLine(environment));
        Cli.commands(environment).forEach(all::addSubcommand);
        return all.addSubcommand("completion", new AutoComplete.GenerateCompletion())
                .addSubcommand(new ShowVersion())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** Options alone are those of {@code serve}, unless they ask for help or the version. */
    static String[] withCommand(String... arguments) {
        Set<String> ofTheRoot = Set.of("-h", "--help", "-V", "--version");
        if (arguments.length > 0 && (!arguments[0].startsWith("-") || ofTheRoot.contains(arguments[0]))) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    /** Tells the version, as {@code --version} does. */
    @CommandLine.Command(name = "version", description = "Tell the version.", mixinStandardHelpOptions = true)
    static final class ShowVersion implements Callable<Integer> {

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getOut().println("sluice " + Version.TEXT);
            return CommandLine.ExitCode.OK;
        }
    }

    /** Starts a node and keeps it running until it is told to stop. */
    @CommandLine.Command(name = "serve", description = "Run a flag server.", mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
        private CommandLine.Model.CommandSpec spec;

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
                    spec.commandLine().getOut().print(settings);
                    spec.commandLine().getOut().flush();
                    return CommandLine.ExitCode.OK;
                }
                ending.listen();
                ending.server = Server.start(settings);
            } catch (InterruptedException toldToStop) {
                return CommandLine.ExitCode.OK;
            } catch (IllegalArgumentException | IOException e) {
                if (!ending.asked()) {
                    spec.commandLine().getErr().println(e.getMessage());
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
            return new String[] {"sluice " + Version.TEXT};
        }
    }
}
