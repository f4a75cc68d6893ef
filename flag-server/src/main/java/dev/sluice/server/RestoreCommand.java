package dev.sluice.server;

import dev.sluice.server.command.Admissions;
import dev.sluice.server.command.Restoration;
import dev.sluice.server.command.WholeCheck;
import dev.sluice.server.store.CommitResult;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Replay;
import dev.sluice.server.store.Succession;
import dev.sluice.server.store.Survey;
import dev.sluice.server.store.disk.BackupFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code sluice store restore}: puts a backup in the place of what is stored, once all of it was looked at. */
@CommandLine.Command(
        name = "restore",
        description = {
            "Put a backup in the place of what is stored, as a new epoch that all nodes and SDKs take over.",
            "An environment that the backup does not have stays as it is. The audit log of the store goes on."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand extends CommandBase {

    @CommandLine.Parameters(paramLabel = "FILE", description = "What `sluice store backup` has written.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is required
    private Path file;

    @CommandLine.Option(names = "--project", paramLabel = "KEY", description = "Only this one.")
    private @Nullable String project;

    @CommandLine.Option(names = "--yes", description = "Replace what is stored.")
    private boolean yes;

    @CommandLine.Option(
            names = "--with-faults",
            description =
                    "Restore although some of it would be refused today; what can't be read or evaluated is then not in force.")
    private boolean withFaults;

    RestoreCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException {
        BackupFile.Backup backup = BackupFile.read(file);
        List<Survey> chosen = backup.projects().stream()
                .filter(each -> each.state() != null
                        && (project == null || project.equals(each.state().key())))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--project: the backup has no project \"" + project + "\"");
        }
        List<Place> places = new ArrayList<>();
        for (Survey each : chosen) {
            places.add(place(opened, each));
        }
        requireFaultless(places);
        tellWhomItLetsIn(places);
        requireConsent(backup, places);
        List<String> done = new ArrayList<>();
        for (Place each : places) {
            restore(opened, backup, each, done);
            done.add(each.result().key());
        }
        return CommandLine.ExitCode.OK;
    }

    /**
     * Where a project of a backup goes.
     *
     * @param saved the project in the backup
     * @param stored what is stored there, if anything is
     * @param result what is to be stored there
     */
    private record Place(Survey saved, Optional<Survey> stored, ProjectState result) {
        @Nullable
        ProjectState present() {
            return stored.map(Survey::state).orElse(null);
        }
    }

    private Place place(OpenedStore opened, Survey saved) throws InterruptedException {
        ProjectState content = Objects.requireNonNull(saved.state());
        Optional<Survey> stored = opened.await(Survey.of(opened.store(), content.key(), StoreCommands.DOCUMENTS, null));
        if (stored.isEmpty()) {
            return new Place(saved, stored, content);
        }
        ProjectState present = stored.get().state();
        if (present == null) {
            throw new IllegalStateException("nothing was changed: project " + content.key()
                    + " can't be read in the store; run `sluice store repair --keep=copy` or remove its keys first");
        }
        return new Place(saved, stored, Restoration.over(content, present, StoreCommands.CLOCK.instant()));
    }

    /** Restoring is writing: what no other door lets in does not come in here either, unless somebody insists. */
    private void requireFaultless(List<Place> places) {
        var faults = new TreeMap<String, String>();
        places.forEach(each -> faults.putAll(WholeCheck.faults(each.result())));
        if (faults.isEmpty()) {
            return;
        }
        faults.forEach((place, why) -> say(place + ": " + why));
        if (!withFaults) {
            throw new IllegalArgumentException("nothing was changed: " + faults.size()
                    + " places would be refused if they were written today, " + faults.firstKey()
                    + " first; expected none, or --with-faults to restore them as they are");
        }
    }

    /** A backup knows nothing of what was revoked since: who consents knows who comes back by it. */
    private void tellWhomItLetsIn(List<Place> places) {
        for (Place each : places) {
            ProjectState present = each.present();
            if (present != null) {
                Admissions.changes(present, each.result(), StoreCommands.CLOCK.instant())
                        .forEach(change -> say("project " + present.key() + ": " + change));
            }
        }
    }

    private void requireConsent(BackupFile.Backup backup, List<Place> places) {
        List<String> replaced = places.stream()
                .flatMap(each -> each.stored().stream())
                .map(StoreCommands::describe)
                .toList();
        if (!replaced.isEmpty() && !yes) {
            throw new IllegalArgumentException("nothing was changed: the store holds "
                    + String.join(" and ", replaced) + "; add --yes to put the backup of " + backup.at()
                    + " in its place");
        }
    }

    private void restore(OpenedStore opened, BackupFile.Backup backup, Place place, List<String> done)
            throws InterruptedException {
        ProjectState content = place.result();
        ProjectState present = place.present();
        List<ProjectState> known = present == null ? List.of(content) : List.of(content, present);
        Replay replay = Succession.of(
                content,
                place.saved().audit(),
                present,
                place.stored().map(Survey::audit).orElse(List.of()),
                Succession.generation(StoreCommands.CLOCK.instant(), known),
                StoreCommands.random(),
                StoreCommands.CLOCK.instant(),
                StoreCommands.entry(
                        "store.restore",
                        "backup of " + backup.at(),
                        "{\"backup\":\"" + backup.digest() + "\",\"at\":\"" + backup.at()
                                + "\",\"actorKind\":\"server\"}"),
                false);
        if (opened.await(opened.store().replay(replay)) != CommitResult.WRITTEN) {
            String before = done.isEmpty()
                    ? "nothing was changed"
                    : "restored " + String.join(", ", done) + " and then nothing more";
            throw new IllegalStateException(
                    before + ": somebody changed project " + content.key() + " at the same moment; try again");
        }
        say("restored project " + content.key() + " of " + backup.at() + ": " + StoreCommands.states(replay));
        if (present != null) {
            Restoration.staying(Objects.requireNonNull(place.saved().state()), present)
                    .forEach(environment -> say("environment " + environment + " of project " + content.key()
                            + " is not in the backup: it stays as it is, with its keys"));
        }
    }
}
