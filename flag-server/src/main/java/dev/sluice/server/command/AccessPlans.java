package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.ApiToken;
import dev.sluice.server.access.Grant;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.Role;
import dev.sluice.server.access.User;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.ProjectChange;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans for users and API tokens. Nobody gives, changes or sees rights in a place of which they are no administrator. Sees hashes and
 * digests, never passwords and tokens. Pure: the same state gives the same plan.
 */
final class AccessPlans {
    private static final String USER = "user";
    private static final String ADMINISTRATOR = "admin";
    /** For so long one can see that a token has ended. */
    private static final Duration ENDED_KEPT = Duration.ofDays(30);

    private static final ProjectDocument DOCUMENT = ProjectDocument.initial("Access", Map.of());

    private final Intent intent;

    AccessPlans(Intent intent) {
        this.intent = intent;
    }

    /** Makes a user known, who has no password yet. */
    Plan<User> createUser(@Nullable ProjectState state, UserWish wish) {
        intent.requireLasting("users");
        if (wish.name().equals(ADMINISTRATOR) && !intent.grants().allow(Role.ADMIN, Grant.ALL, Grant.ALL)) {
            throw new ForbiddenException("name: " + ADMINISTRATOR
                    + " is only given by who has the role admin in */*; expected another name");
        }
        if (users(state).stream().anyMatch(user -> user.name().equals(wish.name()))) {
            throw new ConflictException("user " + wish.name() + " exists already; expected a name that is not in use");
        }
        Grants grants = wish.grants() == null ? Grants.NONE : wish.grants();
        requireMine(grants);
        User user = new User(
                wish.name(),
                wish.displayName() == null ? "" : wish.displayName(),
                grants,
                true,
                null,
                User.first(intent.at()),
                User.first(intent.at()),
                intent.at(),
                intent.actor());
        return put(state, null, user);
    }

    /** Changes what is said of a user; a change of rights ends their sessions. */
    Plan<User> changeUser(@Nullable ProjectState state, String name, UserWish wish, IfMatch ifMatch) {
        User present = mine(state, name);
        ifMatch.demand("user " + name, present.version());
        Grants grants = wish.grants() == null ? present.grants() : wish.grants();
        requireMine(grants);
        User changed = present.with(
                wish.displayName() == null ? present.displayName() : wish.displayName(),
                grants,
                wish.active() == null ? present.active() : wish.active(),
                intent.at());
        if (changed.equals(present)) {
            return new Plan<>(Optional.empty(), present);
        }
        requireAdministrator(state, present, changed);
        if (mayMore(present, changed)) {
            intent.requireLasting("wider rights of users");
        }
        return put(state, present, changed);
    }

    private static boolean mayMore(User before, User after) {
        boolean wider = after.grants().list().stream()
                .anyMatch(grant -> !before.grants().allow(grant.role(), grant.project(), grant.environment()));
        return wider || (after.active() && !before.active());
    }

    /** Removes a user for good. */
    Plan<User> deleteUser(@Nullable ProjectState state, String name, IfMatch ifMatch) {
        User present = mine(state, name);
        ifMatch.honour("user " + name, present.version());
        requireAdministrator(state, present, null);
        Draft draft = draft(state);
        draft.putKey(Accounts.idOfUser(name), Optional.empty());
        return new Plan<>(draft.write(Json.object().put(USER, name)), present);
    }

    /** Gives a user another password, known by its hash; their sessions end. */
    Plan<User> setPassword(@Nullable ProjectState state, String name, String hash) {
        User present = users(state).stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(USER, name, Set.of()));
        return put(state, present, present.withPassword(hash, intent.at()));
    }

    /**
     * Makes sure that there is the administrator, who may do everything. One who may not, for somebody else made or changed them, is
     * only made so by the holder of the admin token, and without the password that somebody else may know.
     */
    Plan<User> ensureAdministrator(@Nullable ProjectState state) {
        intent.requireLasting("links");
        Optional<User> present = users(state).stream()
                .filter(user -> user.name().equals(ADMINISTRATOR))
                .findFirst();
        if (present.isEmpty()) {
            return createUser(state, new UserWish(ADMINISTRATOR, "", Grants.EVERYTHING, true));
        }
        User user = present.get();
        if (isAdministrator(user)) {
            return new Plan<>(Optional.empty(), user);
        }
        if (!intent.isOfAdminToken()) {
            throw new ConflictException("user " + ADMINISTRATOR + " is "
                    + (user.active() ? "no administrator of everything" : "not active")
                    + "; expected an active one with the role admin in */*."
                    + " Whoever has SLUICE_ADMIN_TOKEN makes them so by asking for a link");
        }
        User changed =
                user.withPassword(null, intent.at()).with(user.displayName(), Grants.EVERYTHING, true, intent.at());
        return new AccessPlans(intent.as("user.change")).put(state, user, changed);
    }

    /** Makes a token known by its digest. */
    Plan<ApiToken> createToken(@Nullable ProjectState state, String digest, TokenWish wish) {
        requireMine(wish.grants());
        ApiToken token =
                new ApiToken(digest, wish.name(), wish.grants(), intent.at(), intent.actor(), endOf(wish.life()));
        Draft draft = draft(state);
        draft.putKey(Accounts.idOfToken(digest), Optional.of(token.write()));
        ObjectNode details = details(token);
        forgetEnded(state, draft, details);
        details.put("expiresAt", token.expiresAt().toString())
                .set("grants", wish.grants().json());
        return new Plan<>(draft.write(details), token);
    }

    /** Tokens that have been worth nothing for long are not kept for good. */
    private void forgetEnded(@Nullable ProjectState state, Draft draft, ObjectNode details) {
        List<ApiToken> ended = tokens(state).stream()
                .filter(token -> token.expiresAt().plus(ENDED_KEPT).isBefore(intent.at()))
                .toList();
        ended.forEach(token -> draft.putKey(Accounts.idOfToken(token.digest()), Optional.empty()));
        if (!ended.isEmpty()) {
            ArrayNode forgotten = details.putArray("forgotten");
            ended.forEach(token -> forgotten.add(token.id()));
        }
    }

    /** When a new token ends: not after the one that makes it. */
    private Instant endOf(@Nullable Duration life) {
        Instant end = intent.at().plus(life == null ? TokenWish.USUAL : life);
        Instant until = intent.until();
        if (until == null || !end.isAfter(until)) {
            return end;
        }
        if (life != null) {
            throw InvalidException.of(
                    "/expiresIn",
                    Json.quote(life.toString()),
                    "at most " + Duration.between(intent.at(), until) + ", for the token that makes it ends then, at "
                            + until);
        }
        return until;
    }

    /** Revokes a token for good. */
    Plan<ApiToken> revokeToken(@Nullable ProjectState state, String id) {
        List<ApiToken> mine = tokens(state).stream()
                .filter(token -> intent.grants().administer(token.grants()))
                .toList();
        ApiToken token = mine.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        "token", id, mine.stream().map(ApiToken::id).toList()));
        Draft draft = draft(state);
        draft.putKey(Accounts.idOfToken(token.digest()), Optional.empty());
        return new Plan<>(draft.write(details(token)), token);
    }

    /** Only tells the audit log; there is nothing to tell before there are users. */
    Plan<Boolean> note(@Nullable ProjectState state, String user) {
        if (state == null) {
            return new Plan<>(Optional.empty(), false);
        }
        ObjectNode details = Json.object().put(USER, user);
        return new Plan<>(
                Optional.of(new Write(
                        Accounts.PROJECT,
                        new ProjectChange(state.revision(), null, Map.of(), Map.of()),
                        List.of(),
                        intent.entry(details))),
                true);
    }

    private Plan<User> put(@Nullable ProjectState state, @Nullable User before, User after) {
        String id = Accounts.idOfUser(after.name());
        byte[] stored = state == null ? null : state.keys().get(id);
        byte[] written = after.write();
        if (stored != null && before != null) {
            written = Unknown.carried("user " + after.name(), stored, before.write(), Set.of(), written);
        }
        Draft draft = draft(state);
        draft.putKey(id, Optional.of(written));
        ObjectNode details = Json.object().put(USER, after.name());
        if (before != null) {
            details.set("before", before.json());
        }
        details.set("after", after.json());
        return new Plan<>(draft.write(details), after);
    }

    private Draft draft(@Nullable ProjectState state) {
        Draft draft = new Draft(Accounts.PROJECT, state, intent);
        if (state == null) {
            draft.putDocument(DOCUMENT);
        }
        return draft;
    }

    private User mine(@Nullable ProjectState state, String name) {
        List<User> mine = users(state).stream()
                .filter(user -> intent.grants().administer(user.grants()))
                .toList();
        return mine.stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        USER, name, mine.stream().map(User::name).toList()));
    }

    private void requireMine(Grants grants) {
        for (Grant grant : grants.list()) {
            if (!intent.grants().administer(Grants.of(List.of(grant)))) {
                throw new ForbiddenException("grants: " + grant.role().word() + " in " + grant.project() + "/"
                        + grant.environment() + " is not yours to give; expected places where you have the role admin");
            }
        }
    }

    /** Somebody must be left who can give rights. */
    private static void requireAdministrator(@Nullable ProjectState state, User before, @Nullable User after) {
        boolean another = users(state).stream()
                .anyMatch(user -> isAdministrator(user) && !user.name().equals(before.name()));
        boolean still = after != null && isAdministrator(after);
        if (isAdministrator(before) && !another && !still) {
            throw new ConflictException("user " + before.name()
                    + " is the last active one with the role admin in */*; expected another one first");
        }
    }

    private static boolean isAdministrator(User user) {
        return user.active() && user.grants().allow(Role.ADMIN, Grant.ALL, Grant.ALL);
    }

    private static List<User> users(@Nullable ProjectState state) {
        return state == null ? List.of() : Accounts.users(state.keys());
    }

    private static List<ApiToken> tokens(@Nullable ProjectState state) {
        return state == null ? List.of() : Accounts.tokens(state.keys());
    }

    private static ObjectNode details(ApiToken token) {
        return Json.object().put("token", token.id()).put("name", token.name());
    }
}
