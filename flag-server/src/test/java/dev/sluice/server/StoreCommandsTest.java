package dev.sluice.server;

import static dev.sluice.server.Said.act;
import static dev.sluice.server.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.disk.Backups;
import dev.sluice.server.store.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a store, with a server that runs there and without. */
final class StoreCommandsTest {

    private static final String RECORDS = "{sluice:demo}:env:production:records";

    /** Where a hint got lost, a sweep finds what has changed; there is one every five seconds. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void withoutACommandItServesAndHelpIsHelp() {
        assertThat(Main.withCommand()).containsExactly("serve");
        assertThat(Main.withCommand("--config", "x")).containsExactly("serve", "--config", "x");
        assertThat(Main.withCommand("--help")).containsExactly("--help");
        assertThat(Main.withCommand("store", "check")).containsExactly("store", "check");
    }

    @Test
    void theVersionIsTold() {
        assertThat(run(Map.of(), "version")).satisfies(said -> {
            assertThat(said.code()).isZero();
            assertThat(said.out()).startsWith("sluice ");
        });
    }

    @Test
    void aDataFolderThatIsNotThereIsOneSentence() {
        Said said = run(Map.of("SLUICE_DATA", folder.resolve("none").toString()), "store", "check");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("there is no folder").doesNotContain("Exception");
    }

    @Test
    void theStoreOfARunningServerIsCheckedBackedUpAndGivenAKey() throws Exception {
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());

            assertThat(act(settings, "store", "check").code()).isZero();
            Said key = act(settings, "keys", "create", "--environment", "production", "--name", "by hand");
            assertThat(key.code()).isZero();
            assertThat(key.out()).startsWith("slc_sdk_");
            String id = act(settings, "keys", "list")
                    .out()
                    .lines()
                    .filter(line -> line.contains("by hand"))
                    .findFirst()
                    .orElseThrow()
                    .substring(0, 12);
            await().atMost(SOON)
                    .until(() -> server.api("GET", "/api/v1/projects/demo/keys")
                            .body()
                            .contains(id));
            Said revoked = act(settings, "keys", "revoke", id);
            assertThat(revoked.code() == 0 || revoked.tellsOfASlowStore())
                    .as(revoked.err())
                    .isTrue();
            await().atMost(SOON)
                    .until(() -> !server.api("GET", "/api/v1/projects/demo/keys")
                            .body()
                            .contains(id));
            assertThat(act(settings, "keys", "revoke", id).code()).isEqualTo(1);
        }
    }

    @Test
    @Proves("F80")
    void aBackupRestoredUnderARunningServerIsANewEpochThatEverybodyTakesOver() throws Exception {
        Path backup = folder.resolve("all.sluice");
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());
            server.act("POST", OneServer.FLAG + "/on");
            assertThat(act(settings, "store", "backup", backup.toString()).code())
                    .isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rw-------");
            String saved = server.state();
            for (int i = 0; i < 3; i++) {
                server.act("POST", OneServer.FLAG + "/off");
                server.act("POST", OneServer.FLAG + "/on");
            }
            server.act("POST", OneServer.FLAG + "/off");

            Said careful = act(settings, "store", "restore", backup.toString());
            assertThat(careful.code()).isEqualTo(2);
            assertThat(careful.err()).contains("add --yes");
            assertThat(server.enabled()).isFalse();
            Said restored = act(settings, "store", "restore", "--yes", backup.toString());

            assertThat(restored.code()).as(restored.err()).isZero();
            await().atMost(SOON).until(server::enabled);
            assertThat(revisionAndHash(server.state())).isEqualTo(revisionAndHash(saved));
            assertThat(generation(server.state())).isGreaterThan(generation(saved));
            assertThat(server.act("GET", "/api/v1/projects/demo/audit?limit=100")
                            .body())
                    .contains("store.restore");
            assertThat(server.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(200);
            assertThat(act(settings, "store", "check").code()).isZero();
        }
    }

    @Test
    void aBackupFillsAnEmptyStoreWithItsWholeAuditLog() throws Exception {
        Path backup = folder.resolve("all.sluice");
        Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());
        String saved;
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            server.act("POST", OneServer.FLAG + "/on");
            saved = server.state();
        }
        assertThat(act(settings, "store", "backup", backup.toString()).code()).isZero();
        try (RedisProcess empty = RedisProcess.start(folder.resolve("redis"))) {
            empty.ask("PING");
            Map<String, String> other = OneServer.settings(folder.resolve("b"), OneServer.on(empty.url()));

            Said restored = run(other, "store", "restore", backup.toString());
            if (restored
                    .tellsOfASlowStore()) { // some of it may be there: it is not put in its place unless one insists
                restored = act(other, "store", "restore", "--yes", backup.toString());
            }
            Said checked = act(other, "store", "check");

            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(checked.code()).as(checked.out()).isZero();
            assertThat(checked.out()).contains("entries form one chain");
            try (OneServer server = OneServer.start(folder.resolve("b"), OneServer.on(empty.url()))) {
                assertThat(revisionAndHash(server.state())).isEqualTo(revisionAndHash(saved));
                assertThat(server.enabled()).isTrue();
            }
        }
    }

    @Test
    void aBackupWithAFlippedByteIsRefusedAsAWhole() throws Exception {
        Path backup = folder.resolve("all.sluice");
        Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            assertThat(act(settings, "store", "backup", backup.toString()).code())
                    .isZero();
            String before = server.state();
            byte[] whole = Files.readAllBytes(backup);
            for (int at = 0; at < whole.length; at += whole.length / 25) {
                byte[] broken = whole.clone();
                broken[at] ^= 0x10;
                Files.write(backup, broken);
                assertThat(act(settings, "store", "restore", "--yes", backup.toString())
                                .code())
                        .as("byte %d", at)
                        .isEqualTo(2);
            }
            assertThat(server.state()).isEqualTo(before);
        }
    }

    @Test
    @Proves("F72")
    void aBackupWithSharesThatNoOtherDoorLetsInIsRefusedAndNothingIsChanged() throws Exception {
        Path backup = folder.resolve("all.sluice");
        Map<String, String> settings = OneServer.settings(folder.resolve("a"), Map.of());
        try (OneServer server = OneServer.start(folder.resolve("a"), Map.of())) {
            assertThat(server.act("PUT", OneServer.FLAG + "/percentage", "{\"variation\":\"on\",\"percentage\":25}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(act(settings, "store", "backup", backup.toString()).code())
                    .isZero();
            Backups.replace(backup, "\"percent\":{\"on\":25", "\"percent\":{\"on\":26");
            String before = server.state();

            Said refused = act(settings, "store", "restore", "--yes", backup.toString());
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out()).contains("demo/production/flag/new-checkout: ");
            assertThat(refused.err()).contains("nothing was changed: 1 places").contains("--with-faults");
            assertThat(server.state()).isEqualTo(before);

            Said insisted = act(settings, "store", "restore", "--yes", "--with-faults", backup.toString());
            assertThat(insisted.code()).as(insisted.err()).isZero();
            await().atMost(SOON).until(() -> generation(server.state()) > generation(before));
        }
    }

    @Test
    void whatCheckFindsRepairEnds() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                OneServer server = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()))) {
            Map<String, String> settings = OneServer.settings(folder.resolve("a"), OneServer.on(redis.url()));
            server.act("POST", OneServer.FLAG + "/on");
            redis.ask("HSET", RECORDS, "flag/new-checkout", "junk");
            redis.ask("HSET", "{sluice:demo}:flags", "banner-text", "junk");
            redis.ask("DEL", "{sluice:demo}:env:development:segments");
            redis.ask("SET", "{sluice:demo}:env:development:segments", "junk");
            redis.ask("XADD", "{sluice:demo}:audit", "9000-0", "junk", "junk");

            Said found = act(settings, "store", "check");
            assertThat(found.code()).isEqualTo(1);
            assertThat(found.out())
                    .contains("demo/production/flag/new-checkout: can't be read")
                    .contains("demo/flag/banner-text: can't be read")
                    .contains("demo/development: can't be read");
            assertThat(act(settings, "store", "backup", folder.resolve("x").toString())
                            .code())
                    .isEqualTo(1);

            Said repaired = act(settings, "store", "repair", "--keep=copy", "--project=demo");

            assertThat(repaired.code()).as(repaired.err()).isZero();
            Said after = act(settings, "store", "check");
            assertThat(after.code()).as(after.out()).isZero();
            await().atMost(SOON)
                    .until(() -> server.api("POST", OneServer.FLAG + "/off").statusCode() == 200);
            assertThat(server.dependencies().path("quarantine")).isEmpty();
            assertThat(server.api("GET", "/api/v1/projects/demo/flags/banner-text")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @Proves("F42")
    void aForkIsEndedByChoosingASide() throws Exception {
        try (RedisProcess redis = RedisProcess.start(folder.resolve("redis"));
                OneServer one = OneServer.start(folder.resolve("a"), OneServer.on(redis.url()));
                OneServer other = OneServer.start(folder.resolve("b"), OneServer.on(redis.url()))) {
            one.act("POST", OneServer.FLAG + "/on");
            await().atMost(SOON).until(other::enabled);
            fork(redis);

            await().atMost(SOON)
                    .until(() -> one.storeState().equals("DIVERGED")
                            && other.storeState().equals("DIVERGED"));
            assertThat(one.management("/readyz").statusCode()).isEqualTo(200);
            await().atMost(SOON)
                    .until(() ->
                            one.management("/metrics").body().contains("sluice_store_state{state=\"diverged\"} 1.0"));
            assertThat(one.api("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(503);
            assertThat(one.enabled()).isTrue();

            Said repaired = act(
                    OneServer.settings(folder.resolve("a"), OneServer.on(redis.url())),
                    "store",
                    "repair",
                    "--keep=copy",
                    "--project=demo");

            assertThat(repaired.code()).as(repaired.err()).isZero();
            await().atMost(SOON)
                    .until(() -> one.storeState().equals("CONNECTED")
                            && other.storeState().equals("CONNECTED"));
            assertThat(one.state()).isEqualTo(other.state());
            assertThat(one.enabled()).isTrue();
            assertThat(other.act("POST", OneServer.FLAG + "/off").statusCode()).isEqualTo(200);
        }
    }

    /** The state of production gets another hash, as if another writer had made this revision; and the nodes are told to look. */
    private static void fork(RedisProcess redis) {
        redis.ask("HSET", "{sluice:demo}:env:production:state", "hash", "1".repeat(64));
        redis.ask("PUBLISH", "sluice:feed", "somebody demo");
    }

    private static String revisionAndHash(String state) {
        return state.substring(state.indexOf(':'));
    }

    private static long generation(String state) {
        return Long.parseLong(state.substring(0, state.indexOf('.')));
    }
}
