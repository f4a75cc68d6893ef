package dev.sluice.server.command;

import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.ApiToken;
import dev.sluice.server.access.Grant;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.User;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that can be done to users and API tokens, as {@link Commands} does it to a project. Safe on any thread. */
public final class AccessCommands {
    private final Workspace workspace;
    private final Commands commands;

    /** Commands on this workspace. */
    public AccessCommands(Workspace workspace) {
        this.workspace = workspace;
        this.commands = new Commands(workspace);
    }

    /** Makes a user known. */
    public Future<User> createUser(UserWish wish, Intent intent) {
        return run(state -> {
            Plan<User> plan = new AccessPlans(intent).createUser(state, wish);
            requirePlaces(wish.grants());
            return plan;
        });
    }

    /** Changes what is said of a user. */
    public Future<User> changeUser(String name, UserWish wish, IfMatch ifMatch, Intent intent) {
        return run(state -> {
            Plan<User> plan = new AccessPlans(intent).changeUser(state, name, wish, ifMatch);
            requirePlaces(wish.grants());
            return plan;
        });
    }

    /** Removes a user. */
    public Future<User> deleteUser(String name, IfMatch ifMatch, Intent intent) {
        return run(state -> new AccessPlans(intent).deleteUser(state, name, ifMatch));
    }

    /** Gives a user another password, known by its hash. */
    public Future<User> setPassword(String name, String hash, Intent intent) {
        return run(state -> new AccessPlans(intent).setPassword(state, name, hash));
    }

    /** Makes sure that there is the user whom the admin token and the first link sign in; one that has to be made may do everything. */
    public Future<User> ensureAdministrator(Intent intent) {
        return run(state -> new AccessPlans(intent).ensureAdministrator(state));
    }

    /** Makes a token known by its digest. */
    public Future<ApiToken> createToken(String digest, TokenWish wish, Intent intent) {
        return run(state -> {
            Plan<ApiToken> plan = new AccessPlans(intent).createToken(state, digest, wish);
            requirePlaces(wish.grants());
            return plan;
        });
    }

    /** Revokes a token. */
    public Future<ApiToken> revokeToken(String id, Intent intent) {
        return run(state -> new AccessPlans(intent).revokeToken(state, id));
    }

    /** Tells the audit log of something that changes no document: who signed in, who signed out. */
    public Future<Boolean> note(String user, Intent intent) {
        return run(state -> new AccessPlans(intent).note(state, user));
    }

    private <T> Future<T> run(Commands.Planning<T> planning) {
        return commands.run(Accounts.PROJECT, planning).map(Done::result);
    }

    /** Rights in places that there are not are a slip of the pen; whoever comes here may see all that they name. */
    private void requirePlaces(@Nullable Grants grants) {
        Violations out = new Violations();
        List<Grant> list = grants == null ? List.of() : grants.list();
        for (int i = 0; i < list.size(); i++) {
            Grant grant = list.get(i);
            if (grant.project().equals(Grant.ALL)) {
                continue;
            }
            ProjectState project =
                    workspace.projects().contains(grant.project()) ? workspace.project(grant.project()) : null;
            if (project == null) {
                out.refuse(
                        "/grants/" + i + "/project", Json.quote(grant.project()), "\"*\" or a project that there is");
                continue;
            }
            Set<String> environments = project.environments().keySet();
            if (!grant.environment().equals(Grant.ALL) && !environments.contains(grant.environment())) {
                out.refuse(
                        "/grants/" + i + "/environment",
                        Json.quote(grant.environment()),
                        "\"*\" or one of " + String.join(", ", environments));
            }
        }
        out.throwIfAny();
    }
}
