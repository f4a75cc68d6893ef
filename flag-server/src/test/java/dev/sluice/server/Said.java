package dev.sluice.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What a command ended with and wrote. */
record Said(int code, String out, String err) {

    /** Runs the program as from a shell, in this process. */
    static Said run(Map<String, String> settings, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine command = Main.commandLine(settings);
        all(command, out, err);
        int code = command.execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    private static void all(CommandLine command, StringWriter out, StringWriter err) {
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        command.getSubcommands().values().forEach(each -> all(each, out, err));
    }
}
