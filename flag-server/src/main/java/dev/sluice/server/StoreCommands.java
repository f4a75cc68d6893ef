package dev.sluice.server;

import dev.sluice.server.command.StoredDocuments;
import dev.sluice.server.store.AuditEntry;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Remembered;
import dev.sluice.server.store.Replay;
import dev.sluice.server.store.StoreCheck;
import dev.sluice.server.store.Succession;
import dev.sluice.server.store.Survey;
import dev.sluice.server.store.disk.BackupFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code sluice store …}: looks after what is stored, while servers run or not. */
final class StoreCommands {

    static final InstantSource CLOCK = InstantSource.system();
    static final StoredDocuments DOCUMENTS = new StoredDocuments();
    private static final String ACTOR = "command line";

    private StoreCommands() {}

    /** The command with its own commands. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Group())
                .addSubcommand(new Check(environment))
                .addSubcommand(new Repair(environment))
                .addSubcommand(new Backup(environment))
                .addSubcommand(new RestoreCommand(environment));
    }

    @CommandLine.Command(
            name = "store",
            description = "Check, repair, back up or restore what is stored.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    private static final class Group {}

    /** Everything that a store has of the projects that it or a copy knows, or of one of them. */
    private static Map<String, Optional<Survey>> survey(
            OpenedStore opened, Map<String, Remembered> copies, @Nullable String only) throws InterruptedException {
        Set<String> names = new TreeSet<>(opened.await(opened.store().projects()));
        names.addAll(copies.keySet());
        Map<String, Optional<Survey>> surveys = new TreeMap<>();
        for (String name : names) {
            if (only == null || only.equals(name)) {
                Remembered copy = copies.get(name);
                surveys.put(
                        name,
                        opened.await(Survey.of(opened.store(), name, DOCUMENTS, copy == null ? null : copy.state())));
            }
        }
        if (only != null && surveys.isEmpty()) {
            throw new IllegalArgumentException(
                    "--project: there is no project \"" + only + "\"; expected one of " + String.join(", ", names));
        }
        return surveys;
    }

    private static Map<String, Remembered> copies(OpenedStore opened) throws IOException {
        Map<String, Remembered> copies = new TreeMap<>();
        opened.copy().forEach(copy -> copies.put(copy.state().key(), copy));
        return copies;
    }

    static String random() {
        return new RandomNames(new SecureRandom()).get();
    }

    static AuditEntry entry(String action, String comment, String details) {
        return new AuditEntry(ACTOR, action, comment, details.getBytes(StandardCharsets.UTF_8));
    }

    static String states(Replay replay) {
        List<String> states = new ArrayList<>();
        for (Replay.EnvironmentCopy environment : replay.environments()) {
            states.add(environment.environment() + " at " + environment.id().eventId());
        }
        return String.join(", ", states);
    }

    @CommandLine.Command(
            name = "check",
            description = "Read everything and say what is wrong; changes nothing. Exits with 1 if a person must act.",
            mixinStandardHelpOptions = true)
    private static final class Check extends CommandBase {

        @CommandLine.Option(names = "--project", paramLabel = "KEY", description = "Only this one.")
        private @Nullable String project;

        Check(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException {
            Map<String, Remembered> copies = copies(opened);
            int wrong = 0;
            for (var survey : survey(opened, copies, project).entrySet()) {
                for (StoreCheck.Finding finding : StoreCheck.project(
                        survey.getKey(), survey.getValue().orElse(null), copies.get(survey.getKey()))) {
                    wrong += finding.severity() == StoreCheck.Severity.WRONG ? 1 : 0;
                    say(String.format("%-5s  %s: %s", finding.severity(), finding.place(), finding.text()));
                }
            }
            say(wrong == 0 ? opened.where() + " is in order" : wrong + " things are wrong in " + opened.where());
            return wrong == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** What to go on with. */
    enum Side {
        /** What is stored, without what can't be read. */
        store,
        /** The copy that a node has kept in the data folder. */
        copy
    }

    @CommandLine.Command(
            name = "repair",
            description = {
                "End a fork or a quarantine: choose what is in force from now on.",
                "Every environment gets a new epoch of a higher generation, which all nodes and SDKs take over."
            },
            mixinStandardHelpOptions = true)
    private static final class Repair extends CommandBase {

        @CommandLine.Option(
                names = "--keep",
                required = true,
                paramLabel = "SIDE",
                description = "store: what can be read in Redis. copy: what a node has kept in this data folder.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private Side keep;

        @CommandLine.Option(names = "--project", required = true, paramLabel = "KEY", description = "The project.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private String project;

        Repair(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException {
            Map<String, Remembered> copies = copies(opened);
            Remembered copy = copies.get(project);
            Survey stored = survey(opened, copies, project)
                    .getOrDefault(project, Optional.empty())
                    .orElse(null);
            ProjectState present = stored == null ? null : stored.state();
            ProjectState content = keep == Side.store ? present : copy == null ? null : copy.state();
            if (content == null) {
                throw new IllegalArgumentException("--keep: " + keep + " has nothing of project \"" + project
                        + "\" that can be read; expected the other side");
            }
            List<ProjectState> known = new ArrayList<>(List.of(content));
            if (present != null) {
                known.add(present);
            }
            if (copy != null) {
                known.add(copy.state());
            }
            Replay replay = Succession.of(
                    content,
                    copy == null ? List.of() : copy.history().audit(),
                    present,
                    stored == null ? List.of() : stored.audit(),
                    Succession.generation(CLOCK.instant(), known),
                    random(),
                    CLOCK.instant(),
                    entry(
                            "store.repair",
                            "kept the side: " + keep,
                            "{\"kept\":\"" + keep + "\",\"actorKind\":\"server\"}"),
                    true);
            opened.await(opened.store().replay(replay));
            say("project " + project + " goes on with what the " + keep + " had: " + states(replay));
            return CommandLine.ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "backup",
            description = "Write everything that is stored into one file; servers may run meanwhile.",
            mixinStandardHelpOptions = true)
    private static final class Backup extends CommandBase {

        @CommandLine.Parameters(paramLabel = "FILE", description = "The file to write; it is replaced if it is there.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private Path file;

        Backup(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException {
            List<Survey> projects = new ArrayList<>();
            for (var survey : survey(opened, Map.of(), null).entrySet()) {
                if (survey.getValue().isEmpty()) {
                    continue;
                }
                Survey read = survey.getValue().get();
                if (!read.faults().isEmpty()) {
                    throw new IllegalStateException(
                            "nothing was saved: " + read.faults().firstKey()
                                    + " can't be read; `sluice store check` says more, `sluice store repair` ends it");
                }
                projects.add(read);
            }
            if (projects.isEmpty()) {
                throw new IllegalStateException("nothing was saved: " + opened.where() + " is empty");
            }
            String digest = BackupFile.write(file, CLOCK.instant(), projects);
            for (Survey project : projects) {
                say("saved " + describe(project));
            }
            say(file + " has SHA-256 " + digest);
            return CommandLine.ExitCode.OK;
        }
    }

    static String describe(Survey project) {
        ProjectState state = project.state();
        if (state == null) {
            return "nothing";
        }
        List<String> environments = new ArrayList<>();
        for (EnvironmentState environment : state.environments().values()) {
            environments.add(environment.id().environment() + " at "
                    + environment.stateId().eventId());
        }
        return "project " + state.key() + ": " + state.flags().size() + " flags, "
                + state.keys().size() + " keys, " + project.audit().size() + " audit entries"
                + (environments.isEmpty() ? "" : ", " + String.join(", ", environments));
    }
}
