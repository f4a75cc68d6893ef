package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.command.WholeCheck;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Survey;
import dev.sluice.server.store.disk.BackupFile;
import dev.sluice.server.store.disk.Backups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door that a backup comes in by, under backups of which every checksum is right and the content is not. */
final class BrokenBackupTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = 1_500;
    private static final String ODD = "0129-.,:{}[]\"aeE\u0000~";

    @TempDir
    private Path folder;

    @Test
    @Proves("F72")
    void whateverIsChangedInItItIsRefusedOrEveryFlagOfItIsUnderstoodAndServedAsWritten() throws Exception {
        Path backup = backup();
        Path broken = folder.resolve("broken.sluice");
        assertThat(faults(backup)).isZero();
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        int sound = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Backups.change(backup, broken, frame -> spoiled(random, frame));
            try {
                if (faults(broken) == 0) {
                    sound++;
                    requireUnderstood(broken, round);
                } else {
                    refused++;
                }
            } catch (IllegalArgumentException saidToBeBroken) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
        assertThat(sound).isPositive();
    }

    private Path backup() throws Exception {
        Path backup = folder.resolve("all.sluice");
        Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            assertThat(server.act("PUT", OneServer.FLAG + "/percentage", "{\"variation\":\"on\",\"percentage\":25}")
                            .statusCode())
                    .isEqualTo(200);
            Said saved = Said.act(settings, "store", "backup", backup.toString());
            assertThat(saved.code()).as(saved.err()).isZero();
        }
        return backup;
    }

    private static int faults(Path backup) throws IOException {
        int faults = 0;
        for (Survey project : BackupFile.read(backup).projects()) {
            faults += WholeCheck.faults(Objects.requireNonNull(project.state())).size();
        }
        return faults;
    }

    private static void requireUnderstood(Path backup, int round) throws IOException {
        for (Survey project : BackupFile.read(backup).projects()) {
            ProjectState state = Objects.requireNonNull(project.state());
            for (EnvironmentState environment : state.environments().values()) {
                assertThat(environment.replica().snapshot().notUnderstood())
                        .as("seed %d, round %d", SEED, round)
                        .isEmpty();
            }
        }
    }

    /** Most frames stay as they are; in one of them a byte becomes another one. */
    private static byte[] spoiled(SplittableRandom random, byte[] frame) {
        if (frame.length > 8 && random.nextInt(4) == 0) {
            frame[random.nextInt(frame.length)] = (byte) ODD.charAt(random.nextInt(ODD.length()));
        }
        return frame;
    }
}
