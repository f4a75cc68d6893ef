package dev.sluice.server.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands on a running server. */
public final class Cli {
    private Cli() {}

    /** All of them, with these environment variables. */
    public static List<CommandLine> commands(Map<String, String> environment) {
        return List.of(
                command(new FlagCommands.Flags(environment)),
                command(new FlagCommands.On(environment)),
                command(new FlagCommands.Off(environment)),
                command(new FlagCommands.Percentage(environment)),
                command(new FlagCommands.Why(environment)),
                command(new AudienceCommand(environment)),
                command(new FileCommands.Changes(environment)),
                command(new FileCommands.Export(environment)),
                command(new FileCommands.Apply(environment)),
                audit(environment));
    }

    private static CommandLine audit(Map<String, String> environment) {
        CommandLine audit = new CommandLine(new AuditCommands.Audit());
        audit.getCommandSpec().mixinStandardHelpOptions(true).exitCodeOnInvalidInput(RemoteCommand.USAGE);
        return audit.addSubcommand(command(new AuditCommands.Verify(environment)));
    }

    private static CommandLine command(RemoteCommand command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().mixinStandardHelpOptions(true).exitCodeOnInvalidInput(RemoteCommand.USAGE);
        return line;
    }
}
