package dev.sluice.server;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.KeyWish;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.StoredDocuments;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.redis.SecretFingerprint;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** {@code sluice keys …}: keys, for when no server runs or nobody can sign in. Running servers hear of it at once. */
final class KeyCommands {

    private static final InstantSource CLOCK = InstantSource.system();

    private KeyCommands() {}

    /** The command with its own commands. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Group())
                .addSubcommand(new ListKeys(environment))
                .addSubcommand(new Create(environment))
                .addSubcommand(new Revoke(environment));
    }

    @CommandLine.Command(
            name = "keys",
            description = "List, create or revoke keys of SDKs and of clients.",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND")
    private static final class Group {}

    private abstract static class OfProject extends CommandBase {

        @CommandLine.Option(
                names = "--project",
                paramLabel = "KEY",
                defaultValue = "demo",
                description = "The project; ${DEFAULT-VALUE} if it is not named.")
        @SuppressWarnings("NullAway.Init") // picocli sets what has a default
        String project;

        OfProject(Map<String, String> environment) {
            super(environment);
        }

        final NodeWorkspace workspace(OpenedStore opened) throws InterruptedException {
            var names = new RandomNames(new SecureRandom());
            var workspace = new NodeWorkspace(
                    opened.store(),
                    CLOCK,
                    names,
                    ForkJoinPool.commonPool(),
                    new StoredDocuments(),
                    List.of(),
                    entry -> {});
            opened.await(workspace.sweep());
            return workspace;
        }

        final Intent intent(String action) {
            return new Intent("command line", action, "", CLOCK.instant());
        }
    }

    @CommandLine.Command(name = "list", description = "List the keys of a project.", mixinStandardHelpOptions = true)
    private static final class ListKeys extends OfProject {

        ListKeys(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws InterruptedException {
            for (KeyDocument key : ProjectView.of(workspace(opened), project).keys()) {
                say(String.format(
                        "%s  %-6s  %-12s  %s  %s  %s%s",
                        key.id(),
                        key.kind().word(),
                        key.environment(),
                        key.createdAt(),
                        key.createdBy(),
                        key.name(),
                        key.endsAt() == null ? "" : "  ends " + key.endsAt()));
            }
            return CommandLine.ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "create",
            description = "Make a key. It is printed once and stored nowhere.",
            mixinStandardHelpOptions = true)
    private static final class Create extends OfProject {

        @CommandLine.Option(
                names = "--environment",
                required = true,
                paramLabel = "KEY",
                description = "The environment that it opens.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private String environmentKey;

        @CommandLine.Option(
                names = "--kind",
                defaultValue = "sdk",
                paramLabel = "KIND",
                description = "sdk or client; ${DEFAULT-VALUE} if it is not named.")
        @SuppressWarnings("NullAway.Init") // picocli sets what has a default
        private String kind;

        @CommandLine.Option(
                names = "--name",
                defaultValue = "",
                paramLabel = "TEXT",
                description = "What people call it.")
        @SuppressWarnings("NullAway.Init") // picocli sets what has a default
        private String name;

        Create(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws IOException, InterruptedException {
            String secret = Server.secret(settings);
            if (!opened.await(SecretFingerprint.agree(opened.link(), Server.fingerprint(secret)))) {
                throw new IllegalArgumentException(
                        "SLUICE_SECRET: another one than the nodes of this store have; expected the same, or no node knows the key");
            }
            var access = AccessConfig.of(secret, null, () -> URI.create("http://localhost"), CLOCK, new SecureRandom());
            KeyWish wish = KeyWish.read(Json.object()
                    .put("kind", kind)
                    .put("environment", environmentKey)
                    .put("name", name));
            String key = access.newKey(wish.kind());
            opened.await(new Commands(workspace(opened))
                    .createKey(project, access.keyDigest(key), wish, intent("key.create")));
            say(key);
            return CommandLine.ExitCode.OK;
        }
    }

    @CommandLine.Command(
            name = "revoke",
            description = "Revoke a key; every node cuts its streams.",
            mixinStandardHelpOptions = true)
    private static final class Revoke extends OfProject {

        @CommandLine.Parameters(paramLabel = "ID", description = "Its id, as `sluice keys list` shows it.")
        @SuppressWarnings("NullAway.Init") // picocli sets what is required
        private String id;

        Revoke(Map<String, String> environment) {
            super(environment);
        }

        @Override
        int run(ServerConfig settings, OpenedStore opened) throws InterruptedException {
            opened.await(new Commands(workspace(opened)).revokeKey(project, id, intent("key.revoke")));
            say("revoked " + id);
            return CommandLine.ExitCode.OK;
        }
    }
}
